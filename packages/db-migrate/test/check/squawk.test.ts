import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runSquawk, squawkProgram } from '../../src/check/squawk/squawk.ts';
import { SQUAWK_RULES, SQUAWK_RULES_OFF } from '../../src/check/squawk/squawk-rules.ts';
import { isSuspect } from '../../src/check/squawk/suspects.ts';

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

/** For each rule that is on, scripts in which it finds something. */
const FINDS: Readonly<Record<string, readonly string[]>> = {
  'ban-drop-database': ['drop database a;'],
  'ban-truncate-cascade': ['TRUNCATE a CASCADE;'],
  'ban-create-domain-with-constraint': ['CREATE DOMAIN d AS int CHECK (value > 0);'],
  'ban-alter-domain-with-add-constraint': ['ALTER DOMAIN d ADD CONSTRAINT c CHECK (value > 0);'],
  'ban-uncommitted-transaction': ['BEGIN; SELECT 1;', 'START TRANSACTION; SELECT 1;'],
  'ban-duplicate-column-assignments': [
    'UPDATE a SET b = 1, b = 2;',
    'INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET b = 1, b = 2;',
    'WITH x AS (UPDATE a SET b = 1, b = 2 RETURNING b) SELECT * FROM x;',
  ],
  'identifier-too-long': [
    `CREATE TABLE ${'a'.repeat(64)} ();`,
    `CREATE TABLE "${'a '.repeat(32)}" ();`,
    `CREATE TABLE "${'""'.repeat(64)}" ();`,
    `CREATE TABLE "${'ä'.repeat(32)}" ();`,
    `CREATE TABLE ${'€'.repeat(22)} ();`,
  ],
};

test('squawk is asked about each script in which it may find something, and about few others', async () => {
  expect(Object.keys(FINDS)).toEqual(Object.keys(SQUAWK_RULES));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'check-squawk-'));
  try {
    const scripts = Object.entries(FINDS).flatMap(([rule, list]) => list.map((script) => ({ rule, script })));
    const files = await Promise.all(
      scripts.map(async ({ rule, script }, index) => {
        const file = path.join(folder, `${index}.sql`);
        await writeFile(file, script);
        return { name: `${rule} ${index}`, file, rollbackFile: '', script, rollback: undefined };
      }),
    );
    // One of them may be found twice in a script.
    const found = new Set((await runSquawk(files)).map(({ migration, rule }) => `${migration}: ${rule}`));
    expect(found).toEqual(new Set(files.map(({ name }) => `${name}: squawk/${name.split(' ')[0]}`)));
  } finally {
    await rm(folder, { recursive: true });
  }
  for (const script of [
    'CREATE TABLE "a" ("id" SERIAL NOT NULL, "updatedAt" TIMESTAMP(3), CONSTRAINT "a_pkey" PRIMARY KEY ("id"));',
    'ALTER TABLE "a" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "b"("id") ON DELETE RESTRICT ON UPDATE CASCADE;',
  ])
    expect(isSuspect(script)).toBe(false);
});
