import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { startServer } from '@org/postgres';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Home, newHome, query } from './orgdb.ts';
import { commit, git, runNext, smallProject, writeMigration } from './recovery.ts';

const TIMEOUT = 90_000;
const ONE = {
  '20240101000000_one': 'CREATE TABLE a (id int PRIMARY KEY, v int); INSERT INTO a VALUES (1, 7), (2, 7);',
};

describe('deploying and recovering', { timeout: TIMEOUT }, () => {
  let server: Home;
  let home: Home;
  let superuser: string;
  let url: string;
  let count = 0;
  const folders: string[] = [];

  const project = async (migrations: Record<string, string>) => {
    const folder = await smallProject({ ...ONE, ...migrations });
    folders.push(folder);
    return { folder, env: { DATABASE_URL: url, ORGDB_PROJECT: folder } };
  };
  const clean = async (env: Record<string, string>) => {
    expect(await home.run(['status'], env)).toMatchObject({ code: 0 });
    expect(await query(url, 'SELECT count(*)::int AS n FROM a WHERE v = 7')).toMatchObject([
      { n: expect.any(Number) },
    ]);
  };
  const names = async (folder: string) => (await readdir(path.join(folder, 'prisma/migrations'))).toSorted();

  beforeAll(async () => {
    server = await newHome();
    home = await newHome();
    superuser = (await startServer({ directory: server.directory, profile: 'test' })).url();
  }, TIMEOUT);
  afterAll(async () => {
    await server.dispose();
    await home.dispose();
    for (const folder of folders) await rm(folder, { recursive: true });
  }, TIMEOUT);
  beforeEach(async () => {
    count += 1;
    await query(superuser, `CREATE DATABASE recover_${count}`);
    url = superuser.replace(/\/postgres(\?|$)/, `/recover_${count}$1`);
  });

  test('the plan says what would happen, and changes nothing', async () => {
    const { env } = await project({});
    await home.run(['migrate', 'deploy', '--no-verify'], env);
    const folder = env.ORGDB_PROJECT;
    await writeMigration(folder, '20240102000000_two', 'CREATE INDEX a_v ON a (v); CREATE TABLE b (id int);');
    await writeMigration(folder, '20240103000000_three', 'CREATE INDEX CONCURRENTLY a_v2 ON a (v);');
    await query(url, 'ANALYZE a');
    const before = await query(url, 'SELECT relname FROM pg_class ORDER BY 1');
    expect(await home.json(['migrate', 'deploy', '--dry-run'], env)).toMatchObject({
      code: 0,
      value: {
        migrations: [
          {
            name: '20240102000000_two',
            statements: { 'CREATE INDEX': 1, 'CREATE TABLE': 1 },
            oneTransaction: true,
            locks: [{ table: 'public.a', mode: 'SHARE', blocks: 'writes', rows: 2 }],
            rollback: false,
          },
          { oneTransaction: false, locks: [{ mode: 'SHARE UPDATE EXCLUSIVE', blocks: 'nobody' }] },
        ],
      },
    });
    expect(await query(url, 'SELECT relname FROM pg_class ORDER BY 1')).toEqual(before);
  });

  test('hooks run around it, and are told no password', async () => {
    const { env, folder } = await project({});
    const [backup, notice] = [path.join(folder, 'backup.json'), path.join(folder, 'notice.json')];
    const hooks = {
      ...env,
      ORGDB_BACKUP_COMMAND: `cat > ${backup}`,
      ORGDB_NOTIFY_COMMAND: `cat > ${notice}`,
    };
    const refused = await home.run(['migrate', 'deploy', '--backup', 'exit 3'], hooks);
    expect(refused.code).not.toBe(0);
    expect(await query(url, "SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
    expect(await runNext(home, refused, hooks)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Verified'),
    });
    const told = await readFile(notice, 'utf8');
    expect(JSON.parse(told)).toMatchObject({
      event: 'after-deploy',
      ok: true,
      migrations: [{ name: '20240101000000_one' }],
    });
    expect(JSON.parse(await readFile(backup, 'utf8'))).toMatchObject({ migrations: ['20240101000000_one'] });
    expect(told).not.toContain(new URL(url).password || 'password');
  });

  test('names the session that keeps a lock, changes nothing, and the next command works', async () => {
    const { env, folder } = await project({});
    await home.run(['migrate', 'deploy', '--no-verify'], env);
    await writeMigration(
      folder,
      '20240102000000_two',
      'CREATE TABLE b (id int); ALTER TABLE a ADD COLUMN w int;',
    );
    const holder = new pg.Client({ connectionString: url, application_name: 'nightly-report' });
    await holder.connect();
    await holder.query("BEGIN; SELECT 'a secret', id FROM a");
    const refused = await home.run(
      ['migrate', 'deploy', '--no-verify', '--lock-timeout', '0.4', '--retries', '1'],
      env,
    );
    await holder.end();
    expect(refused.stderr).toMatch(/In the way was process \d+ \("nightly-report"/);
    expect(refused.stderr).not.toContain('a secret');
    expect(await query(url, "SELECT to_regclass('b') AS b")).toEqual([{ b: null }]);
    expect(await runNext(home, refused, env)).toMatchObject({ code: 0 });
    await clean(env);
  });

  test('waits for another deployer, says for whom, and gives up in time', async () => {
    const { env } = await project({});
    const other = new pg.Client({ connectionString: url, application_name: 'other-deployer' });
    await other.connect();
    await other.query("SELECT pg_advisory_lock(hashtext('orgdb'))");
    const refused = await home.run(['migrate', 'deploy', '--no-verify', '--lock-wait', '0.3'], env);
    expect(refused.stderr).toMatch(/waiting for another deployer: process \d+ \("other-deployer"/);
    await other.end();
    expect(await runNext(home, refused, env)).toMatchObject({ code: 0 });
  });

  test('a migration that PostgreSQL refuses is explained, corrected and deployed', async () => {
    const { env, folder } = await project({ '20240102000000_two': 'CREATE TABLE b (id int); SELECT 1/0;' });
    const refused = await home.run(['migrate', 'deploy', '--no-verify'], env);
    expect(refused.stderr).toMatch(/20240102000000_two failed[\s\S]*division by zero/);
    await writeMigration(folder, '20240102000000_two', 'CREATE TABLE b (id int);');
    const recovered = await runNext(home, refused, env);
    expect(recovered.code).toBe(0);
    expect(await runNext(home, recovered, env)).toMatchObject({ code: 0 });
    await clean(env);
  });

  test('a half-applied migration is gone on with where it ended', async () => {
    const { env } = await project({
      '20240102000000_two':
        'CREATE TABLE b (id int); CREATE UNIQUE INDEX CONCURRENTLY a_v ON a (v); INSERT INTO b VALUES (1);',
    });
    const refused = await home.run(['migrate', 'deploy', '--no-verify'], env);
    // The index that failed would cost each write.
    expect(await query(url, "SELECT to_regclass('a_v') AS left")).toEqual([{ left: null }]);
    await query(url, 'UPDATE a SET v = 8 WHERE id = 2');
    const recovered = await runNext(home, refused, env);
    expect(recovered).toMatchObject({ code: 0, stdout: expect.stringContaining('The rest of') });
    expect(await query(url, 'SELECT count(*)::int AS n FROM b')).toEqual([{ n: 1 }]);
    await clean(env);
  });

  test('an interrupted build is repaired by the deploy it belongs to, another by recover', async () => {
    const { env, folder } = await project({});
    await home.run(['migrate', 'deploy', '--no-verify'], env);
    for (const name of ['a_own', 'a_other']) {
      await query(url, `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON a (v)`).catch(() => undefined);
    }
    await query(url, 'UPDATE a SET v = id');
    await writeMigration(
      folder,
      '20240102000000_two',
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS a_own ON a (v);',
    );
    const deployed = await home.run(['migrate', 'deploy', '--no-verify'], env);
    expect(deployed.stdout).toMatch(/a_own, which an interrupted build had left/);
    expect(deployed.stdout).toMatch(/INVALID index public\.a_other/);
    expect(await home.run(['migrate', 'recover', '--yes'], env)).toMatchObject({ code: 0 });
    expect(await query(url, 'SELECT count(*)::int AS n FROM pg_index WHERE NOT indisvalid')).toEqual([
      { n: 0 },
    ]);
  });

  test('an edited and a deleted migration come back word for word; another branch’s is named', async () => {
    const { env, folder } = await project({ '20240102000000_two': 'CREATE TABLE b (id int);' });
    await home.run(['migrate', 'deploy', '--no-verify'], env);
    await writeMigration(folder, '20240101000000_one', `${ONE['20240101000000_one']} DROP TABLE a;`);
    await rm(path.join(folder, 'prisma/migrations/20240102000000_two'), { recursive: true });
    const missing = await home.run(['migrate', 'deploy'], env);
    const said = await runNext(home, missing, env);
    expect(said).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/missing: 20240102[\s\S]*edited: 20240101/),
    });
    const restored = await runNext(home, said, env);
    expect(restored.code).toBe(4);
    expect(await runNext(home, restored, env)).toMatchObject({ code: 0 });
    await clean(env);

    git(folder, 'checkout', '-qb', 'feature');
    await writeMigration(folder, '20240103000000_feature', 'CREATE TABLE f (id int);');
    commit(folder);
    await home.run(['migrate', 'deploy', '--no-verify'], env);
    git(folder, 'checkout', '-q', 'main');
    const diverged = await home.run(['migrate', 'recover'], env);
    expect(diverged.stdout).toMatch(/diverged: 20240103000000_feature[\s\S]*another branch/);
    expect(await runNext(home, diverged, env)).toMatchObject({ code: 0 });
    await clean(env);
  });

  test('of two with one timestamp the one that has not shipped gets a newer one', async () => {
    const { env, folder } = await project({});
    await home.run(['migrate', 'deploy', '--no-verify'], env);
    await writeMigration(folder, '20240101000000_also', 'CREATE TABLE b (id int);');
    const found = await home.run(['migrate', 'recover'], env);
    expect(found.stdout).toMatch(/same-timestamp: 20240101000000_also/);
    expect(await runNext(home, found, env)).toMatchObject({ code: 0 });
    expect((await names(folder)).at(-1)).toMatch(/^20\d{12}_also$/);
    expect((await home.run(['migrate', 'deploy', '--no-verify'], env)).code).toBe(0);
    await clean(env);
  });

  test('a database with tables and no history is not touched', async () => {
    const { env } = await project({});
    await query(url, 'CREATE TABLE a (id int PRIMARY KEY, v int); INSERT INTO a VALUES (1, 7)');
    const refused = await home.run(['migrate', 'deploy'], env);
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('NOT_BASELINED') });
    expect(refused.stderr).toContain('Next: pnpm orgdb adopt');
    expect(await query(url, 'SELECT count(*)::int AS n FROM a')).toEqual([{ n: 1 }]);
  });
});
