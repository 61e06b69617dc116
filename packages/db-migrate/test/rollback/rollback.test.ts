import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, withConnection } from '../../src/database/connect.ts';
import {
  deployMigrations,
  diagnose,
  migrationStatus,
  type RollbackOptions,
  recover,
  rollBack,
  runPrisma,
  shipMigrations,
  verifyDatabase,
} from '../../src/index.ts';
import { addMigration, copyProject, newServer, run, type Script } from '../verify/server.ts';

const MIGRATIONS: Record<string, Script> = {
  '1_shop': {
    migration: `CREATE SCHEMA shop; CREATE TABLE shop.orders (id int PRIMARY KEY, state text DEFAULT 'new');
      INSERT INTO shop.orders SELECT n FROM generate_series(1, 5) n;`,
    rollback: 'DROP SCHEMA shop CASCADE;',
  },
  '2_note': {
    migration: 'ALTER TABLE shop.orders ADD note text, ADD rank int NOT NULL DEFAULT 0;',
    rollback: 'ALTER TABLE shop.orders DROP note;\nALTER TABLE shop.orders DROP rank -- the end',
  },
  '3_indexes': {
    migration:
      'CREATE INDEX CONCURRENTLY a ON shop.orders (note);\nCREATE INDEX CONCURRENTLY b ON shop.orders (state);',
    rollback: 'DROP INDEX CONCURRENTLY shop.b;\nDROP INDEX CONCURRENTLY shop.a;',
  },
};

let server: Awaited<ReturnType<typeof newServer>>;
let project: string;
let template: string;

beforeAll(async () => {
  server = await newServer();
  project = await server.project(MIGRATIONS);
  template = (await server.database())('org_owner');
  await deployMigrations({ url: template, project });
});
afterAll(() => server?.end());

/** A database with the migrations, and those of a changed copy on top. */
async function deployed(folder?: string): Promise<string> {
  const url = (await server.clone(template))('org_owner');
  if (folder !== undefined) await deployMigrations({ url, project: folder });
  return url;
}

const back = (url: string, options: Partial<RollbackOptions> = {}) =>
  rollBack({ url, project, cache: server.cache, ...options });
const status = (url: string, folder = project) =>
  withConnection(url, (client) => migrationStatus(client, folder));

test('the last one goes back, indexes built concurrently too; Prisma calls it pending, and it can be deployed again', async () => {
  const url = await deployed();
  const report = await back(url);
  expect(report).toMatchObject({ migrations: ['3_indexes'], losses: [], verification: { ok: true } });
  expect(await status(url)).toMatchObject({ pending: ['3_indexes'], failed: [] });
  const prisma = await runPrisma({ project, args: ['migrate', 'status'], env: { DATABASE_URL: url } });
  expect(prisma.stdout).toMatch(/have not yet been applied:\s+3_indexes/);
  expect(await deployMigrations({ url, project })).toEqual(['3_indexes']);
  expect(await verifyDatabase({ url, project, cache: server.cache })).toMatchObject({ ok: true });
});

test('several go back to the named one; what would be lost is counted, refused, and signed for', async () => {
  const url = await deployed();
  await run(
    url,
    "UPDATE shop.orders SET note = 'x' WHERE id < 3; UPDATE shop.orders SET rank = 7 WHERE id = 1",
  );
  const losses = [
    { migration: '2_note', what: 'column shop.orders.note', rows: 2 },
    { migration: '2_note', what: 'column shop.orders.rank', rows: 1 },
  ];
  const dry = await back(url, { to: '1_shop', dryRun: true });
  expect(dry).toEqual({ migrations: ['3_indexes', '2_note'], losses, irreversible: [], dryRun: true });
  await expect(back(url, { to: '1_shop' })).rejects.toMatchObject({
    code: 'DATA_LOSS_REFUSED',
    message: expect.stringContaining('column shop.orders.note (2 rows), column shop.orders.rank (1 row)'),
  });
  expect(await status(url)).toMatchObject({ applied: Object.keys(MIGRATIONS) });

  const signed = await back(url, { to: '1_shop', sign: "anna: they're tests" });
  expect(signed).toMatchObject({ losses, verification: { ok: true } });
  const history = await run(
    url,
    'SELECT migration_name AS name, logs FROM _prisma_migrations WHERE rolled_back_at IS NOT NULL ORDER BY 1',
  );
  expect(history).toEqual([
    {
      name: '2_note',
      logs: "Rolled back by orgdb. Lost: column shop.orders.note (2), column shop.orders.rank (1). Signed: anna: they're tests",
    },
    { name: '3_indexes', logs: "Rolled back by orgdb. Signed: anna: they're tests" },
  ]);
  expect(await run(url, 'SELECT count(*)::int FROM shop.orders')).toEqual([{ count: 5 }]);
  expect(await deployMigrations({ url, project })).toEqual(['2_note', '3_indexes']);
});

test('a table with rows, and what its author called irreversible', async () => {
  const folder = await copyProject(project);
  await addMigration(folder, '4_more', {
    migration: 'CREATE TABLE shop.more (id int); CREATE TABLE shop.empty (id int);',
    rollback:
      "-- orgdb:irreversible bob: mails were sent\nDO $$ BEGIN EXECUTE 'DROP TABLE shop.more, shop.empty'; END $$;",
  });
  const url = await deployed(folder);
  await expect(back(url, { project: folder })).rejects.toMatchObject({
    message: expect.stringContaining('4_more is irreversible (bob: mails were sent)'),
  });
  await run(url, 'INSERT INTO shop.more VALUES (1)');
  expect(await back(url, { project: folder, dryRun: true })).toMatchObject({
    losses: [{ what: 'table shop.more', rows: 1 }],
    irreversible: [{ migration: '4_more', says: 'bob: mails were sent' }],
  });
  expect(await back(url, { project: folder, sign: 'bob: yes' })).toMatchObject({
    verification: { ok: true },
  });
});

test('a backup runs first, and one that fails stops everything', async () => {
  const url = await deployed();
  const file = path.join(server.directory, 'backup.txt');
  await expect(back(url, { backup: 'cat > /dev/null; exit 1' })).rejects.toMatchObject({
    code: 'HOOK_FAILED',
  });
  expect(await status(url)).toMatchObject({ pending: [] });
  await back(url, { backup: `{ echo "$ORGDB_DATABASE_URL"; cat; } > ${file}` });
  const [secret, document = ''] = (await readFile(file, 'utf8')).split('\n');
  expect(secret).toBe(url);
  expect(JSON.parse(document)).toMatchObject({ event: 'before-rollback', migrations: ['3_indexes'] });
  expect(document).not.toContain(`:${new URL(url).password}@`);
});

test('refused with words: no way back, an edited step, an unknown name, scripts that do not work', async () => {
  const url = await deployed();
  const change = async (name: string, script: Script) => {
    const folder = await copyProject(project);
    await addMigration(folder, name, script);
    return back(url, { project: folder, sign: 'test: test' });
  };
  const [, , last] = Object.values(MIGRATIONS) as { migration: string }[];
  const { migration = '' } = last ?? {};
  await expect(back(url, { to: '9_none' })).rejects.toMatchObject({ code: 'MIGRATION_UNKNOWN' });
  await expect(change('3_indexes', 'SELECT 1')).rejects.toMatchObject({ code: 'ROLLBACK_REFUSED' });
  for (const [rollback, words] of [
    ['DROP INDEX shop.b; SELECT 1/0;', /division by zero/],
    ['DROP INDEX shop.b; COMMIT;', /transaction itself/],
    ['DROP INDEX shop.b; DORP INDEX shop.a;', /cannot be read/],
  ] as const) {
    await expect(change('3_indexes', { migration, rollback })).rejects.toMatchObject({
      code: 'ROLLBACK_FAILED',
      message: expect.stringMatching(words),
    });
  }
  const without = await copyProject(project);
  await rm(path.join(without, 'prisma/migrations/3_indexes/rollback.sql'));
  await expect(back(url, { project: without })).rejects.toMatchObject({ code: 'ROLLBACK_MISSING' });
  await rm(path.join(without, 'prisma/migrations/3_indexes'), { recursive: true });
  await expect(back(url, { project: without })).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
  expect(await status(url)).toMatchObject({ applied: Object.keys(MIGRATIONS) });
});

test('one that was ended half-way keeps deployments off, and goes on when called again', async () => {
  const url = await deployed();
  // Holds the second index, so that the rollback waits there, and is ended there.
  const reader = await connect(url);
  await reader.query('BEGIN; LOCK TABLE shop.orders IN ACCESS SHARE MODE');
  const begun = back(url).catch((error) => error);
  await expect
    .poll(() =>
      run(
        url,
        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DROP INDEX CONCURRENTLY shop.b%' AND wait_event_type = 'Lock' AND datname = current_database()",
      ),
    )
    .toHaveLength(1);
  await run(
    url,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'DROP INDEX CONCURRENTLY shop.b%' AND pid <> pg_backend_pid() AND datname = current_database()",
  );
  expect(await begun).toMatchObject({
    code: 'ROLLBACK_FAILED',
    next: 'pnpm orgdb migrate rollback --to 2_note',
  });
  await reader.end();
  expect(await status(url)).toMatchObject({ failed: ['3_indexes'] });
  await expect(deployMigrations({ url, project })).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  // Gone on with as if it had been a deploy, it would be recorded as applied without what the rollback has dropped.
  const listener = { onWait() {}, onPlan() {}, onBegin() {}, onEnd() {}, onBlocked() {}, onNote() {} };
  await expect(shipMigrations({ url, project, ...listener })).rejects.toMatchObject({
    code: 'HISTORY_FAILED',
    next: 'pnpm orgdb migrate rollback --to 2_note',
  });
  expect(await withConnection(url, (client) => diagnose(client, project))).toMatchObject({
    findings: [
      { kind: 'half-rolled-back', subject: '3_indexes', command: 'pnpm orgdb migrate rollback --to 2_note' },
    ],
  });
  const mended = { url, project, choices: [], decide: () => true };
  expect(await recover(mended)).toMatchObject({
    mended: [],
    next: 'pnpm orgdb migrate rollback --to 2_note',
  });
  const going = { ...mended, choices: [{ action: 'continue', migration: '3_indexes' }] as const };
  await expect(recover(going)).rejects.toMatchObject({ code: 'CHOICE_INVALID' });
  expect(await status(url)).toMatchObject({ failed: ['3_indexes'] });
  expect(await back(url)).toMatchObject({ migrations: ['3_indexes'], verification: { ok: true } });
  expect(await deployMigrations({ url, project })).toEqual(['3_indexes']);
});

test('what was signed for when it began needs no second signature to be gone on with', async () => {
  const folder = await copyProject(project);
  await addMigration(folder, '4_more', {
    migration: 'ALTER TABLE shop.orders ADD extra int; UPDATE shop.orders SET extra = 1;',
    rollback: `ALTER TABLE shop.orders DROP extra; DROP INDEX CONCURRENTLY IF EXISTS shop.none;
      DO $$ BEGIN IF EXISTS (SELECT FROM shop.orders WHERE state = 'stop') THEN RAISE 'not yet'; END IF; END $$;`,
  });
  const url = await deployed(folder);
  await run(url, "UPDATE shop.orders SET state = 'stop'");
  await expect(back(url, { project: folder, sign: "anna: it's time" })).rejects.toMatchObject({
    code: 'ROLLBACK_FAILED',
    message: expect.stringContaining('not yet'),
    next: `pnpm orgdb migrate rollback --to 3_indexes --sign 'anna: it'\\''s time'`,
  });
  await run(url, "UPDATE shop.orders SET state = 'new'");
  expect(await back(url, { project: folder, to: '3_indexes' })).toMatchObject({ migrations: ['4_more'] });
  expect(await back(url, { project: folder, to: '3_indexes' })).toMatchObject({ migrations: [] });
  expect(await run(url, 'SELECT logs FROM _prisma_migrations WHERE rolled_back_at IS NOT NULL')).toEqual([
    { logs: "Rolled back by orgdb. Lost: column shop.orders.extra (5). Signed: anna: it's time" },
  ]);
});

test('a deployment that runs is waited for, and the other way round', async () => {
  const url = await deployed();
  const deployer = await connect(url);
  await deployer.query('SELECT pg_advisory_lock(72707369)');
  let isDone = false;
  const told: string[] = [];
  const waiting = back(url, { onProgress: (line) => told.push(line) }).finally(() => {
    isDone = true;
  });
  await expect.poll(() => told).toContainEqual(expect.stringMatching(/^waiting for process \d+/));
  expect(isDone).toBe(false);
  await deployer.end();
  expect(await waiting).toMatchObject({ migrations: ['3_indexes'] });
});
