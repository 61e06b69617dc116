import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deployMigrations, runHook, verifyDatabase, writeExpectedCatalog } from '../../src/index.ts';
import { addMigration, copyProject, newServer, run } from './server.ts';

const SCHEMA = `
  CREATE SCHEMA shop; CREATE SCHEMA queue; GRANT USAGE, CREATE ON SCHEMA queue TO org_worker; GRANT USAGE ON SCHEMA shop TO org_app;
  CREATE TABLE shop.orders (id int PRIMARY KEY, tenant_id text NOT NULL, note text);
  CREATE INDEX orders_note ON shop.orders (note);
  ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
  CREATE POLICY access ON shop.orders TO org_app USING (true);
  CREATE POLICY tenant_isolation ON shop.orders AS RESTRICTIVE TO org_app USING (tenant_id = current_setting('app.t', true));
  GRANT SELECT ON shop.orders TO org_app;
  CREATE TABLE shop.customers (id int PRIMARY KEY);`;

let server: Awaited<ReturnType<typeof newServer>>;
let project: string;
let template: string;

beforeAll(async () => {
  server = await newServer();
  project = await server.project({ '1_shop': SCHEMA });
  template = (await server.database())('org_owner');
  await deployMigrations({ url: template, project });
});
afterAll(() => server?.end());

const deployed = () => server.clone(template);

const verify = (url: string, options: Partial<Parameters<typeof verifyDatabase>[0]> = {}) =>
  verifyDatabase({ url, project, cache: server.cache, ...options });

describe('verifying', () => {
  test('a database as deployed is what its migrations make, also from the cache, and with others pending', async () => {
    const url = await deployed();
    const behind = await copyProject(project);
    await addMigration(behind, '2_more', 'CREATE TABLE shop.more (id int)');
    const first = await verify(url('org_owner'), { serviceUrl: url('org_app') });
    expect(first).toMatchObject({ ok: true, drift: [], roles: [] });
    expect(first.objects).toBeGreaterThan(15);
    const again = await verify(url('org_owner'), { project: behind });
    expect(again).toMatchObject({ ok: true, expected: 'cache', migrations: { pending: ['2_more'] } });
    const left = await run(url(), "SELECT datname FROM pg_database WHERE datname LIKE 'orgdb_scratch%'");
    expect(left).toEqual([]);
  });

  test('names what differs and what it means, without what follows from it', async () => {
    const url = await deployed();
    await run(
      url(),
      `DROP POLICY tenant_isolation ON shop.orders; DROP TABLE shop.customers;
       ALTER TABLE shop.orders NO FORCE ROW LEVEL SECURITY; GRANT DELETE ON shop.orders TO org_app; CREATE TABLE shop.notes (a int);
       UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'shop.orders_note'::regclass;`,
    );
    const { ok, drift } = await verify(url('org_owner'));
    expect(ok).toBe(false);
    expect(drift.map(({ what, meaning }) => `${what}: ${meaning}`)).toEqual([
      'grant to org_app on table shop.orders is changed: org_app may do other things than the migrations say',
      'index shop.orders_note is INVALID: a concurrent build failed: it slows writes down and serves no query',
      'policy tenant_isolation on shop.orders is missing: rows that it keeps apart are visible: those of every tenant that another policy lets through',
      'table shop.customers is missing: what uses it fails',
      'table shop.notes is from no migration: it is left alone, whatever it holds',
      'row level security of shop.orders is not forced: its owner passes every policy: what runs as the owner reaches rows of every tenant',
    ]);
  });

  test('what a role builds in the schema that is its own is its business', async () => {
    const url = await deployed();
    await run(
      url('org_worker'),
      'CREATE TABLE queue.job (id int PRIMARY KEY); CREATE INDEX ON queue.job (id)',
    );
    expect(await verify(url('org_owner'))).toMatchObject({ ok: true });
    await run(url(), 'ALTER SCHEMA queue OWNER TO org_app');
    const { drift } = await verify(url('org_owner'));
    expect(drift.map(({ kind, name }) => `${kind} ${name}`)).toContain('schema queue');
  });

  test('roles that could pass isolation are named', async () => {
    const url = await deployed();
    await run(
      url(),
      `ALTER ROLE org_app BYPASSRLS; GRANT org_admin TO org_app; ALTER TABLE shop.customers OWNER TO org_app;
       ALTER ROLE org_app SET app.current_tenant_id = 'somebody'`,
    );
    try {
      const { ok, roles } = await verify(url('org_owner'), { serviceUrl: url('org_app') });
      expect(ok).toBe(false);
      expect(roles.map(({ what }) => what)).toEqual([
        'role org_app has BYPASSRLS',
        'role org_app is a member of org_admin',
        'role org_app owns table shop.customers',
        'a new connection of org_app begins with app.current_tenant_id set',
      ]);
    } finally {
      await run(
        url(),
        'ALTER ROLE org_app NOBYPASSRLS; ALTER ROLE org_app RESET ALL; REVOKE org_admin FROM org_app',
      );
    }
  });

  test('an edited migration fails, and one that the checkout lacks is refused', async () => {
    const url = await deployed();
    const edited = await copyProject(project);
    await addMigration(edited, '1_shop', `${SCHEMA} CREATE INDEX later ON shop.customers (id);`);
    expect(await verify(url('org_owner'), { project: edited })).toMatchObject({
      ok: false,
      migrations: { edited: ['1_shop'] },
      drift: [{ what: 'index shop.later is missing' }],
    });
    const other = await server.project({ '0_other': 'SELECT 1' });
    await expect(verify(url('org_owner'), { project: other })).rejects.toMatchObject({
      code: 'DATABASE_NEWER',
    });
  });
});

describe('where no scratch database may be made', () => {
  test('it says so, and compares with a file that was made elsewhere, by whoever', async () => {
    const url = await deployed();
    const file = path.join(server.directory, 'expected.json');
    // Made by another role: the owner of everything is another one there.
    expect(await writeExpectedCatalog({ url: url(), project, file })).toMatchObject({ migrations: 1 });
    await run(url(), 'ALTER ROLE org_owner NOCREATEDB');
    try {
      await expect(verify(url('org_owner'), { cache: undefined })).rejects.toMatchObject({
        code: 'SCRATCH_REFUSED',
        message: expect.stringContaining('--expected'),
      });
      expect(await verify(url('org_owner'), { cache: undefined, expected: file })).toMatchObject({
        ok: true,
        expected: 'file',
      });
    } finally {
      await run(url(), 'ALTER ROLE org_owner CREATEDB');
    }
    const text = await readFile(file, 'utf8');
    for (const [wrong, words] of [
      ['no json', 'cannot be read'],
      ['{}', 'is not what'],
      [text.replace(/"version":\d+/, '"version":11'), 'is about PostgreSQL 11'],
      [text.replace('1_shop', '1_other'), 'other migrations than the database has: 1_other, 1_shop'],
      [text.replace(/"format":"\w+"/, '"format":"old"'), 'another release'],
    ] as const) {
      await writeFile(file, wrong);
      await expect(verify(url('org_owner'), { expected: file })).rejects.toMatchObject({
        code: 'EXPECTED_INVALID',
        message: expect.stringContaining(words),
      });
    }
  });

  test('a damaged cache is made anew', async () => {
    const url = await deployed();
    await verify(url('org_owner'));
    const files = await readdir(server.cache);
    await Promise.all(files.map((file) => writeFile(path.join(server.cache, file), '{')));
    expect(await verify(url('org_owner'))).toMatchObject({ ok: true, expected: 'scratch' });
  });
});

describe('hooks', () => {
  const out = () => path.join(server.directory, 'hook.txt');

  test('a command gets what happens on its standard input, and secrets in its environment', async () => {
    await runHook({
      command: `{ echo "$ORGDB_EVENT $ORGDB_DATABASE_URL"; cat; } > ${out()}`,
      event: 'before-deploy',
      details: { migrations: ['a'] },
      environment: { ORGDB_DATABASE_URL: 'secret' },
    });
    expect(await readFile(out(), 'utf8')).toBe(
      'before-deploy secret\n{"event":"before-deploy","migrations":["a"]}\n',
    );
  });

  test.each([
    ['exit 3', 'exit code 3'],
    ['kill -9 $$', 'SIGKILL'],
    ['/does/not/exist --password hunter2', 'exit code 127'],
  ])('one that fails is an error that does not show it: %s', async (command, words) => {
    const failure = await runHook({ command, event: 'before-rollback', details: {} }).catch((error) => error);
    expect(failure).toMatchObject({ code: 'HOOK_FAILED', message: expect.stringContaining(words) });
    expect(failure.message).not.toContain('hunter2');
  });
});
