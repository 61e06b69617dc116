import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { squawkProgram } from '../../src/check/squawk/squawk.ts';
import { SQUAWK_RULES, SQUAWK_RULES_OFF } from '../../src/check/squawk/squawk-rules.ts';

const run = promisify(execFile);
const ALL = [...Object.keys(SQUAWK_RULES), ...SQUAWK_RULES_OFF];
/** A warning that cannot be switched off, so neither list names it. */
const ALWAYS = 'unused-ignore';

test('squawk knows each rule that is named here', async () => {
  expect(new Set(ALL).size).toBe(ALL.length);
  // Another version may have other rules: look at its release notes before this number changes.
  expect(await run(squawkProgram(), ['--exclude', ALL.join(','), '--version'])).toMatchObject({
    stdout: 'squawk 2.66.0\n',
  });
  await expect(run(squawkProgram(), ['--exclude', 'no-such-rule', '--version', 'a.sql'])).rejects.toThrow(
    'invalid rule name',
  );
});

test('every rule that squawk knows is on or off by name, none by chance', async () => {
  // No option lists them; the program holds their names as one text, but for one that it keeps elsewhere.
  const program = await readFile(squawkProgram(), 'latin1');
  const [names = ''] = /require-concurrent-index-creationrequire-[a-z-]+/.exec(program) ?? [];
  const longestFirst = [...ALL, ALWAYS].toSorted((a, b) => b.length - a.length);
  const known = longestFirst.filter((name) => names.includes(name));
  expect(known.length).toBeGreaterThan(30);
  expect(known.reduce((left, name) => left.replace(name, ' '), names).trim()).toBe('');
  for (const name of ALL) expect(program).toContain(name);
});
