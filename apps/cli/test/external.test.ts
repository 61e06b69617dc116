import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { resetServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Home, newHome, newProject, query } from './orgdb.ts';

const TIMEOUT = 60_000;

describe('with DATABASE_URL', { timeout: TIMEOUT }, () => {
  let server: Home;
  let home: Home;
  let superuser: string;
  let project: string;
  let database = '';
  let count = 0;

  const at = (name: string, user?: string) => {
    const url = new URL(superuser);
    url.pathname = `/${name}`;
    if (user !== undefined) {
      url.username = user;
      url.password = 'secret-of-the-test';
    }
    return url.href;
  };
  const env = () => ({ DATABASE_URL: at(database) });
  /** With the first migrations only: foundation, core and commerce. */
  const early = () => ({ ...env(), ORGDB_PROJECT: project });

  beforeAll(async () => {
    server = await newHome();
    home = await newHome();
    project = await newProject(path.dirname(server.directory), 3);
    superuser = (await startServer({ directory: server.directory, profile: 'test' })).url();
  }, TIMEOUT);
  afterAll(async () => {
    await server.dispose();
    await home.dispose();
  }, TIMEOUT);
  beforeEach(async () => {
    count += 1;
    database = `external_${count}`;
    await query(superuser, `CREATE DATABASE ${database}`);
  });

  test('migrates and seeds there, and starts and stops nothing', async () => {
    const up = await home.json(['up'], env());
    expect(up).toMatchObject({
      code: 0,
      value: { kind: 'external', database: expect.stringContaining(database) },
    });
    expect(await home.json(['status'], env())).toMatchObject({ code: 0, value: { ok: true } });
    expect(await home.json(['down'], env())).toMatchObject({ code: 0, value: { stopped: false } });
    expect(await query(at(database), 'SELECT count(*)::int AS n FROM core.tenants')).toEqual([{ n: 4 }]);
    expect(await home.json(['status'])).toMatchObject({ code: 3, value: { server: { state: 'stopped' } } });
  });

  test('prints what the environment names, role by role', async () => {
    const named = {
      DATABASE_URL: at(database, 'a'),
      DIRECT_URL: at(database, 'b'),
      ADMIN_DATABASE_URL: at(database, 'c'),
    };
    expect(await home.run(['url'], named)).toMatchObject({ stdout: `${named.DATABASE_URL}\n` });
    expect(await home.run(['url', '--role', 'owner'], named)).toMatchObject({
      stdout: `${named.DIRECT_URL}\n`,
    });
    expect(await home.run(['url', '--role', 'admin'], named)).toMatchObject({
      stdout: `${named.ADMIN_DATABASE_URL}\n`,
    });
    expect(await home.json(['url', '--role', 'worker'], named)).toMatchObject({
      code: 2,
      value: { error: { code: 'URL_MISSING', message: expect.stringContaining('WORKER_DATABASE_URL') } },
    });
  });

  test.each([
    ['nothing listens', 'postgresql://u:top-secret@127.0.0.1:1/org', 3, 'DATABASE_UNREACHABLE'],
    ['no such host', 'postgresql://u:top-secret@no-such-host.invalid/org', 3, 'DATABASE_UNREACHABLE'],
    ['another scheme', 'mysql://u:top-secret@127.0.0.1/org', 2, 'ENVIRONMENT_INVALID'],
    ['no address at all', 'top-secret', 2, 'ENVIRONMENT_INVALID'],
  ])('explains an address where %s, without the password', async (_what, url, exitCode, code) => {
    for (const command of ['status', 'up', 'migrate', 'tenants']) {
      const { code: exit, stdout, stderr } = await home.run([command], { DATABASE_URL: url });
      expect({ exit, stdout }).toEqual({ exit: exitCode, stdout: '' });
      expect(stderr).toContain(`[${code}]`);
      expect(stderr).not.toMatch(/top-secret|^\s+at /m);
    }
  });

  test('explains a wrong password and a missing database', async () => {
    expect(await home.run(['status'], { DATABASE_URL: at(database, 'postgres') })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('DATABASE_AUTH_FAILED'),
    });
    expect(await home.run(['up'], { DATABASE_URL: at('nowhere') })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('There is no database'),
    });
  });

  test('tells an administrator which roles to make, where the role may not', async () => {
    // Roles belong to the server, and other tests of this file may have made them.
    const directory = `${server.directory}-roles`;
    const empty = await startServer({ directory, profile: 'test' });
    try {
      await query(empty.url(), "CREATE ROLE deployer LOGIN PASSWORD 'deployer'");
      const url = empty.url({ user: 'deployer', password: 'deployer' });
      const refused = await home.run(['up'], { DATABASE_URL: url });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('CREATE ROLE org_app; ');
      expect(refused.stderr).toContain('GRANT org_owner TO "deployer"; [ROLE_MISSING]');
      expect(await query(empty.url(), "SELECT FROM pg_roles WHERE rolname ~ '^org_'")).toEqual([]);
    } finally {
      await empty.release();
      await resetServer({ directory });
    }
  });

  test('refuses a database that is newer than the code', async () => {
    await home.run(['up', '--no-seed'], early());
    await query(
      at(database),
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '99990101000000_future', now())",
    );
    expect(await home.json(['status'], early())).toMatchObject({
      code: 4,
      value: { ok: false, migrations: { unknown: ['99990101000000_future'] } },
    });
    for (const command of ['up', 'migrate', 'seed', 'tenants']) {
      expect(await home.json([command], early())).toMatchObject({
        code: 4,
        value: { error: { code: 'DATABASE_NEWER' } },
      });
    }
  });

  test('tells of a database that is older, and of migrations that were edited or failed', async () => {
    expect(await home.json(['status'], early())).toMatchObject({
      code: 4,
      value: { migrations: { applied: [] } },
    });
    expect(await home.json(['seed'], early())).toMatchObject({
      code: 4,
      value: { error: { code: 'DATABASE_OLDER' } },
    });
    await home.run(['migrate'], early());
    await query(
      at(database),
      `UPDATE _prisma_migrations SET checksum = 'x' WHERE migration_name ~ 'foundation';
       UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name ~ 'commerce'`,
    );
    const { code, stdout } = await home.run(['status'], early());
    expect(code).toBe(4);
    expect(stdout).toMatch(/_foundation was edited/);
    expect(stdout).toMatch(/_commerce failed half-way/);
  });

  test('leaves nothing of a migration that fails', async () => {
    const project = await newProject(path.dirname(home.directory));
    const broken = path.join(project, 'prisma/migrations/20261120090100_core/migration.sql');
    await writeFile(broken, 'CREATE TABLE core.half (id int); SELECT no_such_function();');
    const failed = await home.run(['up'], { ...env(), ORGDB_PROJECT: project });
    expect(failed).toMatchObject({ code: 4, stdout: '' });
    expect(failed.stderr).toContain('no_such_function');
    expect(failed.stderr).not.toMatch(/^\s+at /m);
    expect(await query(at(database), "SELECT to_regclass('core.half') AS half")).toEqual([{ half: null }]);
  });

  test('resets only when told twice, and only what the migrations made', async () => {
    await home.run(['up'], env());
    await query(at(database), 'CREATE TABLE public.mine (id int)');
    expect(await home.json(['reset'], env())).toMatchObject({
      code: 5,
      value: { error: { code: 'CONFIRMATION_MISSING' } },
    });
    expect(await query(at(database), 'SELECT FROM public.mine')).toEqual([]);
    expect(await home.json(['reset', '--yes'], env())).toMatchObject({ code: 0 });
    expect(await query(at(database), 'SELECT count(*)::int AS n FROM core.tenants')).toEqual([{ n: 4 }]);
    expect(await query(at(database), 'SELECT FROM public.mine')).toEqual([]);
  });

  test('keeps what deletes data to the local server', async () => {
    for (const args of [
      ['db', 'push'],
      ['migrate', 'reset', '--force'],
    ]) {
      expect(await home.run(['prisma', ...args], env())).toMatchObject({
        code: 5,
        stderr: expect.stringContaining('[LOCAL_ONLY]'),
      });
    }
  });
});
