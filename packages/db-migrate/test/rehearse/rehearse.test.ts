import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '../../src/database/connect.ts';
import { withScratchDatabase } from '../../src/database/scratch.ts';
import { loadSql } from '../../src/rehearse/dump/load-sql.ts';
import type { Rehearsal } from '../../src/rehearse/report.ts';
import { rehearsalText } from '../../src/rehearse/text.ts';
import { applyHistory } from '../../src/script/apply-history.ts';
import { openStage, type Stage } from './project.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(await stage.scratchDatabases()).toEqual([]);
  await stage.end();
});

const load = (url: string, sql: string) =>
  withConnection(url, (client) => loadSql(client, 'a.sql', Readable.from([Buffer.from(sql)])));
const step = ({ steps }: Rehearsal, migration: string, direction = 'up') =>
  steps.find((one) => one.migration === migration && one.direction === direction);
const problems = (rehearsal: Rehearsal) =>
  rehearsal.problems.map(({ kind, migration, direction, line }) => [kind, migration, direction, line]);
const waited = (rehearsal: Rehearsal, migration: string, kind: 'read' | 'write') =>
  step(rehearsal, migration)?.statements[0]?.blocked.find((one) => one.kind === kind)?.longest ?? 0;

test('a migration that blocks is reported with its locks, who waited for them, and what it rewrote', async () => {
  // The locks are kept while the transaction sleeps, as they are by whatever else comes behind them.
  const project = await stage.project(
    [
      '\nCREATE INDEX orders_number ON shop.orders (number);\nSELECT pg_sleep(0.4);',
      'DROP INDEX shop.orders_number;',
    ],
    [
      'ALTER TABLE shop.orders ALTER COLUMN number TYPE bigint;\nSELECT pg_sleep(0.4);',
      'ALTER TABLE shop.orders ALTER COLUMN number TYPE int;',
    ],
    ['UPDATE shop.orders SET note = note;\nSELECT pg_sleep(0.4);', 'SELECT 1;'],
  );
  const rehearsal = await stage.rehearse(project, { maxLock: 250, maxRewriteRows: 2999, maxStatement: 350 });

  const [index] = step(rehearsal, '2')?.statements ?? [];
  expect(index).toMatchObject({
    line: 2,
    inTransaction: true,
    locks: { 'shop.orders': 'ShareLock' },
    rewritten: [],
  });
  expect(waited(rehearsal, '2', 'write')).toBeGreaterThan(250);
  expect(waited(rehearsal, '2', 'read')).toBe(0);

  expect(step(rehearsal, '3')?.statements[0]).toMatchObject({
    locks: { 'shop.orders': 'AccessExclusiveLock' },
    rewritten: [{ table: 'shop.orders', rows: 3000 }],
  });
  expect(waited(rehearsal, '3', 'read')).toBeGreaterThan(250);

  // The row that the writer changes is locked, the table is not.
  expect(step(rehearsal, '4')?.statements[0]).toMatchObject({ rowsChanged: { 'shop.orders': 3000 } });
  expect(step(rehearsal, '4')?.statements[0]?.wal).toBeGreaterThan(10_000);
  expect(waited(rehearsal, '4', 'write')).toBeGreaterThan(250);
  expect(waited(rehearsal, '4', 'read')).toBe(0);

  expect(problems(rehearsal)).toEqual(
    expect.arrayContaining([
      ['max-lock-ms', '2', 'up', 2],
      ['max-statement-ms', '2', 'up', 3],
      ['max-rewrite-rows', '3', 'up', 1],
      ['max-lock-ms', '3', 'up', 1],
      ['max-lock-ms', '4', 'up', 1],
      ['max-rewrite-rows', '3', 'down', 1],
    ]),
  );
  const text = rehearsalText(rehearsal);
  expect(text).toMatch(/Share shop\.orders +\d+, longest \d+ ms/);
  expect(text).toMatch(/2\/migration\.sql:2 {2}max-lock-ms {2}Writers of shop\.orders waited up to \d+ ms/);
});

test('what is built concurrently and only declared keeps nobody waiting, and values of an enum are committed before use', async () => {
  const project = await stage.project(
    [
      'CREATE INDEX CONCURRENTLY orders_number ON shop.orders (number);',
      'DROP INDEX CONCURRENTLY shop.orders_number;',
    ],
    [
      `CREATE TYPE shop.state AS ENUM ('OPEN'); ALTER TABLE shop.orders ADD COLUMN state shop.state NOT NULL DEFAULT 'OPEN';`,
      'ALTER TABLE shop.orders DROP COLUMN state; DROP TYPE shop.state;',
    ],
    [
      `ALTER TYPE shop.state ADD VALUE 'SHUT'; UPDATE shop.orders SET state = 'SHUT' WHERE id = 1;`,
      `UPDATE shop.orders SET state = 'OPEN'; ALTER TABLE shop.orders ALTER COLUMN state DROP DEFAULT;
       ALTER TYPE shop.state RENAME TO old_state; CREATE TYPE shop.state AS ENUM ('OPEN');
       ALTER TABLE shop.orders ALTER COLUMN state TYPE shop.state USING state::text::shop.state;
       ALTER TABLE shop.orders ALTER COLUMN state SET DEFAULT 'OPEN'; DROP TYPE shop.old_state;`,
    ],
  );
  const rehearsal = await stage.rehearse(project, { maxLock: 60_000 });
  expect(rehearsal.problems).toEqual([]);
  expect(rehearsal.steps.map(({ migration, direction }) => `${migration} ${direction}`)).toEqual([
    ...['2 up', '3 up', '4 up', '4 down', '3 down', '2 down', '2 up again', '3 up again', '4 up again'],
  ]);
  const [index] = step(rehearsal, '2')?.statements ?? [];
  expect(index).toMatchObject({
    inTransaction: false,
    locks: { 'shop.orders': 'ShareUpdateExclusiveLock' },
    rewritten: [],
  });
  expect(index?.blocked).toEqual([]);
  expect(step(rehearsal, '2')?.probed).toContain('shop.orders');
  expect(step(rehearsal, '3')?.statements[1]?.rewritten).toEqual([]);
});

test.each([
  ['no rollback.sql', ['ALTER TABLE shop.orders ADD COLUMN a int;'], ['irreversible', 'down']],
  [
    'a rollback that fails',
    ['ALTER TABLE shop.orders ADD COLUMN a int;', 'SELECT 1/0;'],
    ['irreversible', 'down'],
  ],
  [
    'a column that is left',
    ['ALTER TABLE shop.orders ADD COLUMN a int;', 'SELECT 1;'],
    ['unequal-catalog', 'down'],
  ],
  ['a broken migration', ['ALTER TABLE shop.nothing ADD COLUMN a int;', 'SELECT 1;'], ['failed', 'up']],
  ['no SQL', ['ALTER TABEL shop.orders;', 'SELECT 1;'], ['failed', 'up']],
  ['lost rows', ['SELECT 1;', 'DELETE FROM shop.orders WHERE id = 7;'], ['rows-lost', 'down']],
  [
    'changed values',
    ['SELECT 1;', 'UPDATE shop.orders SET note = NULL WHERE id = 7;'],
    ['rows-lost', 'down'],
  ],
  [
    'a lost column',
    ['ALTER TABLE shop.orders DROP COLUMN note;', 'ALTER TABLE shop.orders ADD COLUMN note text;'],
    ['rows-lost', 'down'],
  ],
] as const)('%s is found', async (_name, [migration, rollback], [kind, direction]) => {
  const rehearsal = await stage.rehearse(await stage.project([migration, rollback]));
  expect(rehearsal.problems.map((problem) => [problem.kind, problem.direction])).toContainEqual([
    kind,
    direction,
  ]);
});

test('a loss that somebody signed for passes, and programs of the version before are told of', async () => {
  const rehearsal = await stage.rehearse(
    await stage.project([
      'ALTER TABLE shop.orders DROP COLUMN note; SELECT pg_sleep(0.3);',
      '-- orgdb:irreversible anna: nobody reads it\nALTER TABLE shop.orders ADD COLUMN note text;',
    ]),
  );
  expect(rehearsal.problems).toEqual([]);
  const refused = rehearsal.steps.flatMap((one) => one.refused);
  expect(refused).toContainEqual(
    expect.objectContaining({ table: 'shop.orders', kind: 'read', message: 'column "note" does not exist' }),
  );
});

test('a rehearsal that is interrupted ends at once and leaves no database', async () => {
  const project = await stage.project(['SELECT pg_sleep(600);', 'SELECT 1;']);
  const controller = new AbortController();
  const running = stage.rehearse(project, {
    signal: controller.signal,
    onProgress: (line) =>
      line.startsWith('up:') && setTimeout(() => controller.abort(new Error('enough')), 700),
    fill: { name: 'nothing', run: () => sleep(1) },
    from: '2',
  });
  await expect(running).rejects.toThrow('enough');
  expect(await stage.scratchDatabases()).toEqual([]);
});

// Sessions end themselves, so that it does not depend on when another one ends them.
const END = 'SELECT pg_terminate_backend(pg_backend_pid());';

test.each([
  ['in the script', [END], { applied: ['1'] }, /the rehearsal of 2 went up \(terminating connection/],
  [
    'by itself',
    [`CREATE INDEX CONCURRENTLY i ON shop.orders (id);\n${END}`],
    { applied: ['1'] },
    /of 2 went up/,
  ],
  ['before', [END, 'SELECT 1;'], { applied: ['1', '2'] }, /2\/migration\.sql was applied to a scratch/],
  [
    'while rows are written',
    ['SELECT 1;'],
    { fill: { name: 'the seeds', run: (url: string) => withConnection(url, (client) => client.query(END)) } },
    /the seeds were written/,
  ],
  [
    'while a dump is loaded',
    ['SELECT 1;'],
    { dump: { name: 'a.sql', load: (url: string) => load(url, `CREATE TABLE a ();\n${END}\n`) } },
    /the dump a\.sql was loaded/,
  ],
])('a connection that is lost %s is no failure of a migration', async (_when, scripts, options, message) => {
  const project = await stage.project(...scripts.map((sql) => [sql, 'SELECT 1;'] as const));
  await expect(stage.rehearse(project, options)).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    message: expect.stringMatching(message),
  });
  expect(await stage.scratchDatabases()).toEqual([]);
});

test('nor is one that is lost while a history is applied to a scratch database', async () => {
  const project = await stage.project([`BEGIN;\n${END}\nCOMMIT;`]);
  const applied = withScratchDatabase(stage.url, (url) => applyHistory(url, project, ['1', '2']));
  await expect(applied).rejects.toMatchObject({
    code: 'DATABASE_UNREACHABLE',
    message: expect.stringMatching(/the migration 2 was applied .*Once it answers, try again\.$/),
  });
});

test('says what there is nothing of', async () => {
  const project = await stage.project();
  await expect(stage.rehearse(project)).rejects.toMatchObject({
    code: 'REHEARSAL_EMPTY',
    message: expect.stringContaining('--from'),
  });
  await expect(stage.rehearse(project, { from: '9' })).rejects.toMatchObject({ code: 'REHEARSAL_EMPTY' });
});
