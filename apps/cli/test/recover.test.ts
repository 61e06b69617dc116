import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { startServer } from '@org/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome, query } from './orgdb.ts';
import { onTerminal, runNext, smallProject, writeMigration } from './recovery.ts';

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
  const urlOf = (database: string) => superuser.replace(/\/postgres(\?|$)/, `/${database}$1`);

  /** With a database that is empty, or has the first migration. */
  const project = async (migrations: Record<string, string>, state: 'empty' | 'template' = 'empty') => {
    count += 1;
    await query(
      superuser,
      `CREATE DATABASE recover_${count} TEMPLATE ${state === 'empty' ? 'template0' : 'recover_0'}`,
    );
    url = urlOf(`recover_${count}`);
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
    await query(superuser, 'CREATE DATABASE recover_0');
    const folder = await smallProject(ONE);
    folders.push(folder);
    const env = { DATABASE_URL: urlOf('recover_0'), ORGDB_PROJECT: folder };
    expect(await home.run(['migrate', 'deploy', '--no-verify'], env)).toMatchObject({ code: 0 });
  }, TIMEOUT);
  afterAll(async () => {
    await server.dispose();
    await home.dispose();
    for (const folder of folders) await rm(folder, { recursive: true });
  }, TIMEOUT);
  test('the plan says what would happen, and changes nothing', async () => {
    const { env, folder } = await project({}, 'template');
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
    // Somebody has to know that nobody was told, but the deploy is none the worse.
    await writeMigration(folder, '20240102000000_two', 'CREATE TABLE b (id int);');
    const deployed = await home.run(
      ['migrate', 'deploy', '--no-verify', '--notify', 'echo no mail >&2; exit 7'],
      hooks,
    );
    expect(deployed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 migration applied'),
      stderr: expect.stringMatching(/no mail[\s\S]*warning: nobody may have been told of this deploy/),
    });
  });

  test('names the session that keeps a lock, changes nothing, and the next command works', async () => {
    const { env, folder } = await project({}, 'template');
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

  test('waits for another deployer, says for whom, and gives up in time; who waits long enough finds nothing left', async () => {
    const { env } = await project({ '20240102000000_two': 'CREATE TABLE b (id int);' }, 'template');
    const other = new pg.Client({ connectionString: url, application_name: 'other-deployer' });
    await other.connect();
    await other.query("SELECT pg_advisory_lock(hashtext('orgdb'))");
    const refused = await home.run(['migrate', 'deploy', '--no-verify', '--lock-wait', '0.3'], env);
    expect(refused.stderr).toMatch(/waiting for another deployer: process \d+ \("other-deployer"/);
    expect(refused).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('Next: pnpm db:migrate:deploy'),
    });
    const both = [0, 1].map(() => home.start(['migrate', 'deploy', '--no-verify'], env));
    await Promise.all(both.map((one) => one.says('waiting for another deployer')));
    await other.end();
    const ended = await Promise.all(both.map((one) => one.ended));
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    const said = ended.map(({ stdout }) => stdout).join('');
    expect(said).toContain('1 migration applied');
    expect(said).toContain('Nothing is left to apply: the deployer that was waited for');
  });

  test('Ctrl-C stops what runs, keeps what is applied, and the printed command goes on', async () => {
    const { env, folder } = await project({}, 'template');
    const [two, three] = ['20240102000000_two', '20240103000000_three'];
    await writeMigration(folder, two, 'CREATE TABLE b (id int);');
    await writeMigration(folder, three, 'CREATE TABLE c (id int); SELECT pg_sleep(600);');
    const stop = async () => {
      const running = home.start(['migrate', 'deploy', '--no-verify'], env);
      await running.says(`migration ${three} begins`);
      process.kill(-running.pid, 'SIGINT');
      return running.ended;
    };
    const stopped = await stop();
    expect(stopped).toMatchObject({
      code: 130,
      stderr: expect.stringContaining(
        `Interrupted: nothing of ${three} was applied. 1 before it stays applied.`,
      ),
    });
    expect(await query(url, "SELECT to_regclass('b') AS b, to_regclass('c') AS c")).toEqual([
      { b: 'b', c: null },
    ]);
    expect(stopped.stderr).toContain('Next: pnpm db:migrate:deploy');
    await writeMigration(
      folder,
      three,
      'CREATE TABLE c (id int); CREATE INDEX CONCURRENTLY c_id ON c (id); SELECT pg_sleep(600);',
    );
    const half = await stop();
    expect(half).toMatchObject({ code: 130, stderr: expect.stringContaining(`${three} was interrupted.`) });
    expect(half.stderr).toContain('Next: pnpm orgdb migrate recover --yes');
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query("SELECT pg_advisory_lock(hashtext('orgdb'))");
    const waiting = home.start(['migrate', 'deploy', '--no-verify'], env);
    await waiting.says('waiting for another deployer');
    process.kill(-waiting.pid, 'SIGINT');
    expect(await waiting.ended).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('Interrupted before a pending migration was applied.'),
    });
    await other.end();
  });

  test('a migration that PostgreSQL refuses is explained, corrected and deployed', async () => {
    const { env, folder } = await project(
      { '20240102000000_two': 'CREATE TABLE b (id int); SELECT 1/0;' },
      'template',
    );
    const refused = await home.run(['migrate', 'deploy', '--no-verify'], env);
    expect(refused.stderr).toMatch(/20240102000000_two failed[\s\S]*division by zero/);
    await writeMigration(folder, '20240102000000_two', 'CREATE TABLE b (id int);');
    const recovered = await runNext(home, refused, env);
    expect(recovered.code).toBe(0);
    expect(await runNext(home, recovered, env)).toMatchObject({ code: 0 });
    await clean(env);
  });

  test('an edited migration is told of, and restored by the printed command', async () => {
    const { env, folder } = await project({}, 'template');
    await writeMigration(folder, '20240101000000_one', `${ONE['20240101000000_one']} DROP TABLE a;`);
    const said = await home.run(['migrate', 'recover', '--yes'], env);
    expect(said).toMatchObject({ code: 4, stdout: expect.stringMatching(/edited: 20240101000000_one/) });
    expect(await runNext(home, said, env)).toMatchObject({ code: 0 });
    await clean(env);
  });

  test('one that has not shipped is reordered by the printed command', async () => {
    const { env, folder } = await project({}, 'template');
    await writeMigration(folder, '20240101000000_also', 'CREATE TABLE b (id int);');
    const found = await home.run(['migrate', 'recover'], env);
    expect(found.stdout).toMatch(/same-timestamp: 20240101000000_also/);
    expect(await runNext(home, found, env)).toMatchObject({ code: 0 });
    expect((await names(folder)).at(-1)).toMatch(/^20\d{12}_also$/);
  });

  test('on a terminal it asks, and only a yes is one', async () => {
    const { env } = await project({ '20240102000000_two': 'CREATE TABLE b (id int);' }, 'template');
    await query(
      url,
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES (1, 1, $$20240102000000_two$$, $$$$)',
    );
    const failed = () =>
      query(
        url,
        'SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL',
      );
    for (const [typed, code] of [
      ['maybe\n', 4],
      ['\u0004', 4],
      ['\u0003', 130],
    ] as const) {
      const asked = await onTerminal(home, ['migrate', 'recover'], typed, env);
      expect(asked.stdout).toContain('Do it (rolled-back)? [y/N]');
      expect(asked.code).toBe(code);
      expect(await failed()).toEqual([{ n: 1 }]);
    }
    // Nobody is there to answer.
    const unasked = await home.run(['migrate', 'recover'], env);
    expect(unasked).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('Next: pnpm orgdb migrate recover --yes'),
    });
    expect(unasked.stderr).not.toContain('[y/N]');
    const yes = await onTerminal(home, ['migrate', 'recover'], 'YES\n', env);
    expect(yes).toMatchObject({ code: 0, stdout: expect.stringContaining('Next: pnpm db:migrate:deploy') });
    expect(await failed()).toEqual([{ n: 0 }]);
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
