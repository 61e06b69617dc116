import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, withConnection } from '../../src/database/connect.ts';
import { diagnose, migrationStatus, reorderMigration, verifyDatabase } from '../../src/index.ts';
import { addMigration, newServer, run } from '../verify/server.ts';
import { applied, commit, git, mendAll, removeMigration, ship } from './repository.ts';

const ONE = '20240101000000_one';
const TWO = '20240102000000_two';
const THREE = '20240103000000_three';
const MIGRATIONS = {
  [ONE]: 'CREATE TABLE a (id int PRIMARY KEY, v int); INSERT INTO a VALUES (1, 7), (2, 7);',
  [TWO]: 'CREATE TABLE b (id int);',
};

let server: Awaited<ReturnType<typeof newServer>>;
let template: string;

beforeAll(async () => {
  server = await newServer();
  template = (await server.database())('org_owner');
  await applied(template, await server.project({ [ONE]: MIGRATIONS[ONE] }), [ONE]);
});
afterAll(() => server?.end());

/** A database with the first migration, and a project with more. */
async function begun(more: Readonly<Record<string, string>> = {}) {
  const url = (await server.clone(template))('org_owner');
  return { url, project: await server.project({ [ONE]: MIGRATIONS[ONE], ...more }) };
}

/** A database with the two migrations, and a repository around the project. */
async function repository() {
  const url = (await server.database())('org_owner');
  const project = await server.project(MIGRATIONS);
  await applied(url, project, [ONE, TWO]);
  git(project, 'init', '-q', '-b', 'main');
  commit(project);
  return { url, project };
}

const status = (url: string, project: string) =>
  withConnection(url, (client) => migrationStatus(client, project));
const findings = async (url: string, project: string) =>
  (await withConnection(url, (client) => diagnose(client, project))).findings;
const names = async (project: string) => (await readdir(path.join(project, 'prisma/migrations'))).toSorted();
const countA = (url: string) => run(url, 'SELECT count(*)::int AS n FROM a WHERE v = 7');

describe('what the history and the checkout disagree on', () => {
  test('an edited and a deleted migration come back word for word', async () => {
    const { url, project } = await repository();
    await addMigration(project, ONE, `${MIGRATIONS[ONE]} DROP TABLE a;`);
    await removeMigration(project, TWO);
    expect(await findings(url, project)).toMatchObject([
      { kind: 'missing', subject: TWO, certain: true },
      { kind: 'edited', subject: ONE, certain: false },
    ]);
    expect(await mendAll(url, project)).toMatchObject({
      mended: [expect.stringContaining(TWO)],
      next: `pnpm orgdb migrate recover --restore ${ONE}`,
    });
    const rest = await mendAll(url, project, [{ action: 'restore', migration: ONE }]);
    expect(rest).toMatchObject({ remaining: [], next: undefined });
    const folder = path.join(project, 'prisma/migrations', ONE);
    expect(await readFile(path.join(folder, 'migration.sql'), 'utf8')).toBe(MIGRATIONS[ONE]);
    expect(await readFile(path.join(folder, 'migration.edited.sql'), 'utf8')).toContain('DROP TABLE');
    expect(await countA(url)).toEqual([{ n: 2 }]);
  });

  test('a migration of another branch is named with its commit, and nobody restores it unasked', async () => {
    const { url, project } = await repository();
    git(project, 'checkout', '-qb', 'feature');
    await addMigration(project, THREE, 'CREATE TABLE f (id int);');
    commit(project);
    await ship(url, project);
    git(project, 'checkout', '-q', 'main');
    await expect(ship(url, project)).rejects.toMatchObject({
      code: 'DATABASE_NEWER',
      next: 'pnpm orgdb migrate recover --dry-run',
    });
    expect(await mendAll(url, project)).toMatchObject({
      mended: [],
      remaining: [
        { kind: 'diverged', happened: expect.stringMatching(/another branch.* commit [0-9a-f]{12}/) },
      ],
      next: `pnpm orgdb migrate recover --restore ${THREE}`,
    });
  });

  test('one that is gone for good can be forgotten; what it made stays, and deploys go on', async () => {
    const { url, project } = await begun({ [TWO]: MIGRATIONS[TWO] });
    await ship(url, project);
    const forget = [{ action: 'forget', migration: TWO }] as const;
    // Its folder is there: it would be deployed again, on top of its own table.
    await expect(mendAll(url, project, forget)).rejects.toMatchObject({ code: 'CHOICE_INVALID' });
    await removeMigration(project, TWO);
    expect(await mendAll(url, project)).toMatchObject({
      mended: [],
      remaining: [{ kind: 'missing', command: 'git pull' }],
    });
    expect(await mendAll(url, project, forget)).toMatchObject({
      remaining: [],
      pending: [],
      next: undefined,
    });
    await expect(mendAll(url, project, forget)).rejects.toMatchObject({
      code: 'CHOICE_INVALID',
      next: 'pnpm orgdb migrate recover --dry-run',
    });
    expect(await run(url, "SELECT to_regclass('b') IS NOT NULL AS there")).toEqual([{ there: true }]);
    await addMigration(project, THREE, 'DROP TABLE b;');
    expect(await ship(url, project)).toMatchObject({ applied: [THREE] });
  });

  test('a changed comment is accepted by itself, a changed statement only by name', async () => {
    const { url, project } = await repository();
    await addMigration(project, TWO, `-- of the shop\n${MIGRATIONS[TWO]}`);
    expect(await mendAll(url, project)).toMatchObject({
      mended: [expect.stringContaining(TWO)],
      next: undefined,
    });
    // Without git, nothing tells what was applied.
    const { url: other, project: alone } = await begun();
    await addMigration(alone, ONE, MIGRATIONS[ONE].replace('v int', 'v bigint'));
    expect(await mendAll(other, alone)).toMatchObject({
      mended: [],
      next: `pnpm orgdb migrate recover --accept-edit ${ONE}`,
    });
    const accept = (migration: string) => mendAll(other, alone, [{ action: 'accept-edit', migration }]);
    await expect(accept(TWO)).rejects.toMatchObject({ code: 'CHOICE_INVALID' });
    expect(await accept(ONE)).toMatchObject({ remaining: [], next: undefined });
    expect(await status(other, alone)).toMatchObject({ edited: [], applied: [ONE] });
  });
});

describe('what two people wrote beside each other', () => {
  test('of two with one timestamp the one that has not shipped gets a newer one', async () => {
    const { url, project } = await begun();
    await addMigration(project, '20240101000000_also', {
      migration: 'CREATE TABLE b (id int);',
      rollback: '-- 20240101000000_also\nDROP TABLE b;',
    });
    const [found] = await findings(url, project);
    expect(found).toMatchObject({
      kind: 'same-timestamp',
      command: 'pnpm orgdb migrate reorder 20240101000000_also',
    });
    const to = await withConnection(url, (client) =>
      reorderMigration({ project, name: '20240101000000_also', client }),
    );
    expect(to).toMatch(/^20\d{12}_also$/);
    expect(await names(project)).toEqual([ONE, to]);
    const back = path.join(project, 'prisma/migrations', to, 'rollback.sql');
    expect(await readFile(back, 'utf8')).toBe(`-- ${to}\nDROP TABLE b;`);
    expect(await findings(url, project)).toEqual([]);
  });

  test('one that sorts before an applied one is deployed with a warning, or reordered; either way the history is whole', async () => {
    const { url, project } = await begun({ [THREE]: 'CREATE TABLE c (id int);' });
    await ship(url, project);
    await addMigration(project, TWO, MIGRATIONS[TWO]);
    expect(await mendAll(url, project)).toMatchObject({
      mended: [],
      remaining: [{ kind: 'out-of-order', subject: TWO }],
      next: `pnpm orgdb migrate reorder ${TWO}`,
    });
    const { told, applied: now } = await ship(url, project);
    expect(told).toContainEqual(expect.stringMatching(new RegExp(`warning: ${TWO} .*sorts before ${THREE}`)));
    expect(now).toEqual([TWO]);
    expect(await findings(url, project)).toEqual([]);
    expect(await verifyDatabase({ url, project })).toMatchObject({ ok: true });
    // Also when it was tried already: its row moves with it, and it is not run twice.
    const to = await withConnection(url, (client) => reorderMigration({ project, name: TWO, client }));
    expect(await status(url, project)).toMatchObject({ applied: [ONE, THREE, to], pending: [], edited: [] });
  });

  test('one that was published, or is not there, is not reordered', async () => {
    const { url, project } = await begun();
    const reorder = (name: string) =>
      withConnection(url, (client) => reorderMigration({ project, name, client }));
    await expect(reorder(TWO)).rejects.toMatchObject({ code: 'CHOICE_INVALID' });
    const published = { version: '1.0.0', migrations: { [ONE]: 'x' }, reads: {} };
    await writeFile(path.join(project, 'prisma/published.json'), JSON.stringify(published));
    await expect(reorder(ONE)).rejects.toMatchObject({
      code: 'CHOICE_INVALID',
      message: expect.stringContaining('was published'),
    });
    expect(await names(project)).toEqual([ONE]);
  });
});

describe('what ended half-way', () => {
  test('is gone on with where it ended, once the rows are right', async () => {
    const { url, project } = await begun({
      [TWO]:
        'CREATE TABLE b (id int); CREATE UNIQUE INDEX CONCURRENTLY a_v ON a (v); INSERT INTO b VALUES (1);',
    });
    await expect(ship(url, project)).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      next: 'pnpm orgdb migrate recover --yes',
    });
    // The index that failed would cost each write.
    expect(await run(url, "SELECT to_regclass('a_v') AS left")).toEqual([{ left: null }]);
    await run(url, 'UPDATE a SET v = 8 WHERE id = 2');
    expect(await mendAll(url, project)).toMatchObject({
      mended: [`The rest of ${TWO} is applied.`],
      remaining: [],
      next: undefined,
    });
    expect(await run(url, 'SELECT count(*)::int AS n FROM b')).toEqual([{ n: 1 }]);
    expect(await run(url, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_v'::regclass")).toEqual([
      { indisvalid: true },
    ]);
  });

  test('is gone on with behind an index that is built, where the next statement was refused', async () => {
    const { url, project } = await begun({
      [TWO]:
        'CREATE TABLE b (id int); CREATE INDEX CONCURRENTLY a_v ON a (v); INSERT INTO b SELECT 1 / (v - 7) FROM a;',
    });
    await expect(ship(url, project)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    expect(await findings(url, project)).toMatchObject([{ holds: '2 of its 3 statements.', certain: true }]);
    await run(url, 'UPDATE a SET v = 8');
    expect(await mendAll(url, project)).toMatchObject({ remaining: [], next: undefined });
    expect(await run(url, 'SELECT count(*)::int AS n FROM b')).toEqual([{ n: 2 }]);
  });

  test('an index whose build was interrupted: of a pending migration by its deploy, else by recover', async () => {
    const { url, project } = await begun();
    for (const name of ['a_own', 'a_other']) {
      await run(url, `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON a (v)`).catch(() => undefined);
    }
    await run(url, 'UPDATE a SET v = id');
    await addMigration(project, TWO, 'CREATE INDEX CONCURRENTLY IF NOT EXISTS a_own ON a (v);');
    expect(await ship(url, project)).toMatchObject({
      mended: [expect.stringContaining('a_own')],
      invalidIndexes: ['public.a_other'],
    });
    expect(await mendAll(url, project)).toMatchObject({
      mended: ['public.a_other is built anew.'],
      remaining: [],
    });
    expect(await run(url, 'SELECT count(*)::int AS n FROM pg_index WHERE NOT indisvalid')).toEqual([
      { n: 0 },
    ]);
  });
});

test('of two deployers the second waits, and finds nothing left', async () => {
  const { url, project } = await begun({ [TWO]: MIGRATIONS[TWO] });
  const holder = await connect(url);
  await holder.query("SELECT pg_advisory_lock(hashtext('orgdb'))");
  let waiting = 0;
  const deployer = () =>
    ship(url, project, () => {
      waiting += 1;
    });
  const both = [deployer(), deployer()];
  await expect.poll(() => waiting).toBe(2);
  await holder.end();
  const reports = await Promise.all(both);
  expect(reports.map(({ waited }) => waited)).toEqual([true, true]);
  expect(reports.map(({ applied: names }) => names).toSorted()).toEqual([[], [TWO]]);
});
