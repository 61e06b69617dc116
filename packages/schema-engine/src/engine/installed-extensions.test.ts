import { expect, test } from 'vitest';
import { scriptWithout, summaryWithout } from './installed-extensions.ts';

const creation = (name: string, more = '') =>
  `-- CreateExtension\nCREATE EXTENSION IF NOT EXISTS "${name}"${more};\n`;
const TABLE = '-- CreateTable\nCREATE TABLE a (id int);\n';
const installed = new Set(['citext', 'odd "one"']);

test('leaves out of a script what is installed, and nothing else', () => {
  const script = [creation('citext', ' WITH SCHEMA "public" VERSION "1.6"'), creation('pg_trgm'), TABLE].join(
    '\n',
  );
  expect(scriptWithout(script, installed)).toEqual({ text: `${creation('pg_trgm')}\n${TABLE}`, dropped: 1 });
  expect(scriptWithout(creation('odd ""one""'), installed)).toEqual({ text: '', dropped: 1 });
  expect(scriptWithout(TABLE, installed)).toEqual({ text: TABLE, dropped: 0 });
});

test('and of a summary', () => {
  const added = (name: string) => `\n[+] Added extensions\n  - ${name}\n`;
  const changed = '\n[*] Changed the `S` table\n  [+] Added column `more`\n';
  expect(summaryWithout(added('citext') + added('pg_trgm') + changed, installed)).toEqual({
    text: added('pg_trgm') + changed,
    dropped: 1,
  });
  expect(summaryWithout(added('citext'), installed)).toEqual({ text: '', dropped: 1 });
});
