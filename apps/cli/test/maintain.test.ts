import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, newHome, newSmallProject } from './orgdb.ts';

let home: Home;
let folder: string;
let env: Record<string, string>;

const MIGRATION = `CREATE TABLE core.notes (id int PRIMARY KEY, author int, body text);
CREATE INDEX notes_author_idx ON core.notes (author);
CREATE INDEX notes_author_body_idx ON core.notes (author, body);
CREATE INDEX notes_body_idx ON core.notes (body);
CREATE INDEX notes_body_author_idx ON core.notes (body, author);
COMMENT ON INDEX core.notes_body_idx IS 'orgdb:allow redundant-index: Named in the hints of a partner.';
INSERT INTO core.notes SELECT n, n, 'body' FROM generate_series(1, 2000) AS n;
`;

beforeAll(async () => {
  home = await newHome();
  folder = await mkdtemp(path.join(tmpdir(), 'orgdb-maintain-'));
  const project = await newSmallProject(folder);
  env = { ORGDB_PROJECT: project };
  const migration = path.join(project, 'prisma/migrations/20261127000000_notes');
  await mkdir(migration);
  await writeFile(path.join(migration, 'migration.sql'), MIGRATION);
  await writeFile(path.join(migration, 'rollback.sql'), 'DROP TABLE core.notes;\n');
  expect(await home.run(['up', '--no-seed'], env)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await home?.dispose();
  await rm(folder, { recursive: true, force: true });
});

test('maintain reports by text, JSON and exit code, and --apply leaves nothing of what is safe', async () => {
  const told = await home.run(['maintain'], env);
  expect(told).toMatchObject({ code: 1, stderr: expect.stringContaining('looking at indexes') });
  expect(told.stdout).toContain('! core.notes: it was never analyzed');
  expect(told.stdout).toContain('! core.notes_author_idx on core.notes: notes_author_body_idx begins');
  expect(told.stdout).toContain('2 findings; 1 allowed by comments.');

  expect(await home.json(['maintain', '--apply', '--only', 'tables'], env)).toMatchObject({
    code: 0,
    value: { ok: true, outcomes: [{ what: 'ANALYZE "core"."notes"', result: 'done' }] },
  });
  expect(await home.run(['maintain', '--only', 'tables', 'sequences'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing to do.'),
  });
});

test('--write-migration drops an index by a migration that the check accepts and a deploy applies', async () => {
  const only = ['maintain', '--only', 'indexes'];
  const written = await home.json([...only, '--write-migration', 'fewer_indexes'], env);
  expect(written).toMatchObject({
    code: 1,
    value: { migrations: [expect.stringMatching(/^\d{14}_fewer_indexes$/)] },
  });
  expect(await home.json(['migrate', 'check'], env)).toMatchObject({ value: { findings: [] } });
  expect(await home.run(['migrate', 'deploy'], env)).toMatchObject({ code: 0 });
  const reason = 'Named in the hints of a partner.';
  expect(await home.json(only, env)).toMatchObject({
    code: 0,
    value: { sections: [{ allowed: [{ subject: 'core.notes_body_idx on core.notes', reason }] }] },
  });
});

test.each([
  [['--only', 'nope'], 'Allowed choices are tables, bloat'],
  [['--reindex'], 'goes together with --apply'],
  [['--write-migration', 'Bad Name'], '[NAME_INVALID]'],
])('refuses %j with a word', async (args, message) => {
  expect(await home.run(['maintain', ...args], env)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining(message),
  });
});
