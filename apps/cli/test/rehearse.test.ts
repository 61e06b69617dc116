import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome } from './orgdb.ts';

describe('migrate rehearse', () => {
  let home: Home;
  let project: string;
  let scratch: string;
  let env: Record<string, string>;
  const write = async (name: string, sql: string, rollback: string) => {
    const folder = path.join(project, 'prisma/migrations', name);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'migration.sql'), sql);
    await writeFile(path.join(folder, 'rollback.sql'), rollback);
  };

  beforeAll(async () => {
    home = await newHome();
    project = await mkdtemp(path.join(tmpdir(), 'orgdb-rehearse-'));
    scratch = path.join(project, 'tmp');
    await mkdir(scratch);
    env = { ORGDB_PROJECT: project, TMPDIR: scratch };
    await write('1_first', 'CREATE TABLE a (id int PRIMARY KEY, b int);', 'DROP TABLE a;');
    await write(
      '2_second',
      'ALTER TABLE a ALTER COLUMN b TYPE bigint;\nSELECT pg_sleep(0.3);',
      'ALTER TABLE a ALTER COLUMN b TYPE int;',
    );
  });
  afterAll(async () => {
    await home.dispose();
    await rm(project, { recursive: true });
  });

  test('tells what the last migration does, on a server of its own that is gone afterwards', async () => {
    const page = path.join(project, 'page.html');
    const loose = await home.run(['migrate', 'rehearse', '--page', page, '--max-lock-ms', '60000'], env);
    expect(loose).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is wrong.') });
    expect(loose.stdout).toMatch(/AccessExclusive public\.a .*public\.a \(3\)/);
    const html = await readFile(page, 'utf8');
    expect(html).toContain('AccessExclusiveLock public.a');
    expect(html).not.toMatch(/(?:src|href)=|url\(|@import|https?:/);
    expect(await readdir(scratch)).toEqual([]);

    const strict = await home.json(['migrate', 'rehearse', '--max-lock-ms', '100'], env);
    expect(strict).toMatchObject({ code: 1, value: { migrations: ['2_second'], history: 1 } });
    const { problems } = strict.value as { problems: object[] };
    expect(problems).toContainEqual(
      expect.objectContaining({ kind: 'max-lock-ms', migration: '2_second', direction: 'up', line: 1 }),
    );
  });

  test('leaves nothing when it is interrupted', async () => {
    await write('3_third', 'SELECT pg_sleep(600);', 'SELECT 1;');
    const running = home.start(['migrate', 'rehearse'], env);
    await running.says('up: 3_third');
    process.kill(-running.pid, 'SIGINT');
    expect(await running.ended).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('[INTERRUPTED]'),
    });
    expect(await readdir(scratch)).toEqual([]);
    await rm(path.join(project, 'prisma/migrations/3_third'), { recursive: true });
  });

  test('works on a packed dump, and makes the roles that it names', async () => {
    const history = `id text, checksum text, finished_at timestamptz, migration_name text, logs text, rolled_back_at timestamptz,
      started_at timestamptz, applied_steps_count int`;
    const sql = `CREATE TABLE a (id int PRIMARY KEY, b int);
ALTER TABLE a OWNER TO org_owner;
GRANT SELECT ON a TO reporting;
COPY a (id, b) FROM stdin;
1\t2
\\.
CREATE TABLE public._prisma_migrations (${history});
INSERT INTO public._prisma_migrations VALUES ('1', '', now(), '1_first', NULL, NULL, now(), 1);
`;
    await writeFile(path.join(project, 'a.sql.gz'), gzipSync(sql));
    const dump = ['--dump', path.join(project, 'a.sql.gz')];
    const rehearsed = await home.json(['migrate', 'rehearse', ...dump, '--max-lock-ms', '60000'], env);
    expect(rehearsed).toMatchObject({ code: 0, value: { migrations: ['2_second'], rows: 1, problems: [] } });
    expect(await readdir(scratch)).toEqual([]);
  });

  test.each([
    [['--from', 'nothing'], 2, 'There is no migration nothing'],
    [['--dump', 'nothing.sql'], 2, 'nothing.sql cannot be read (ENOENT)'],
    [['--dump', tmpdir()], 2, 'cannot be read (EISDIR)'],
    [['--dump', process.execPath], 2, '[BACKUP_INVALID]'],
    [['--page', '/no/where/page.html'], 2, 'There is no folder /no/where'],
    [['--server', 'postgresql://nobody@127.0.0.1:1/org'], 3, 'No PostgreSQL answers at 127.0.0.1:1'],
    [['--max-lock-ms', 'long'], 2, 'It must be a whole number.'],
  ])('%j is refused in words', async (options, code, message) => {
    const ended = await home.run(['migrate', 'rehearse', ...options], env);
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
    expect(await readdir(scratch)).toEqual([]);
  });
});
