import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { newProject, USER_MIGRATION, USER_MODEL } from './project.ts';
import { query, shadowDatabases, type TestServer, tableNames, testServer } from './server.ts';

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer(major);
  }, 60_000);
  afterAll(() => server.release());

  test.concurrent('writes, applies, compares and resets migrations', { timeout: 60_000 }, async () => {
    const url = await server.newDatabase();
    const project = await newProject({ url });

    const first = await project.prisma(['migrate', 'dev', '--name', 'init']);
    expect(first.output).toContain('Your database is now in sync with your schema.');
    expect(first).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Error') });
    const [init = ''] = await project.migrationNames();
    expect(init).toMatch(/^\d{14}_init$/);
    expect(await project.migrationSql(init)).toContain('CREATE TABLE "User"');
    expect(await tableNames(url)).toEqual(['User']);

    await project.writeModels(USER_MODEL.replace('@unique', '@unique\n  name  String?'));
    const behind = await project.prisma([
      'migrate',
      'diff',
      '--from-migrations',
      'prisma/migrations',
      '--to-schema',
      'prisma/schema.prisma',
      '--exit-code',
    ]);
    expect(behind.code).toBe(2);
    expect(behind.stdout).toContain('Added column `name`');

    const draft = await project.prisma(['migrate', 'dev', '--create-only', '--name', 'add name']);
    expect(draft.output).toContain('without applying it');
    const [, second = ''] = await project.migrationNames();
    expect(await project.migrationSql(second)).toContain('ADD COLUMN     "name" TEXT');
    const pending = await project.prisma(['migrate', 'status']);
    expect(pending.code).toBe(1);
    expect(pending.output).toContain('have not yet been applied');

    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    const upToDate = await project.prisma(['migrate', 'status']);
    expect(upToDate).toMatchObject({
      code: 0,
      output: expect.stringContaining('Database schema is up to date!'),
    });
    for (const from of [['--from-migrations', 'prisma/migrations'], ['--from-config-datasource']]) {
      const same = await project.prisma([
        'migrate',
        'diff',
        ...from,
        '--to-schema',
        'prisma/schema.prisma',
        '--exit-code',
      ]);
      expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('No difference detected.') });
    }

    await query(url, `INSERT INTO "User"(email) VALUES ('a@example.com')`);
    expect(await project.prisma(['migrate', 'reset', '--force'])).toMatchObject({ code: 0 });
    expect(await query(url, 'SELECT * FROM "User"')).toEqual([]);
    expect(await shadowDatabases(url)).toEqual([]);
  });

  test.concurrent('develops on a fresh database with a history', { timeout: 60_000 }, async () => {
    const url = await server.newDatabase();
    const project = await newProject({
      url,
      migrations: { '001_init': USER_MIGRATION, '002_more': 'CREATE TABLE "More" (id INT PRIMARY KEY);' },
      models: `${USER_MODEL}model More {\n  id   Int @id\n  next Int?\n}\n`,
    });
    const dev = await project.prisma(['migrate', 'dev', '--name', 'next']);
    expect(dev).toMatchObject({ code: 0, output: expect.stringContaining('now in sync') });
    const [, , third = ''] = await project.migrationNames();
    expect(await project.migrationSql(third)).toBe(
      '-- AlterTable\nALTER TABLE "More" ADD COLUMN     "next" INTEGER;\n',
    );
    expect(await shadowDatabases(url)).toEqual([]);
  });

  test.concurrent('applies scripts as they occur in the wild', { timeout: 60_000 }, async () => {
    const url = await server.newDatabase();
    const project = await newProject({
      url,
      migrations: {
        '001_init': USER_MIGRATION,
        '002_bom_crlf':
          '\uFEFFCREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$\r\nBEGIN\r\n  RETURN 1; -- ;\r\nEND;\r\n$$;\r\n',
        '003_concurrently': `-- a comment; with a semicolon\nCREATE INDEX CONCURRENTLY "by;email" ON "User"(email);\nCREATE TABLE "after" (note text DEFAULT 'a;b');`,
        '004_enum': `CREATE TYPE kind AS ENUM ('a');\nALTER TYPE kind ADD VALUE 'b';\nALTER TABLE "User" ADD COLUMN kind kind DEFAULT 'b';`,
        '005_session': `SELECT pg_catalog.set_config('search_path', '', false);\nSET default_transaction_read_only = on;\nCREATE TABLE public.dumped (id int);`,
        '006_own_transaction': 'BEGIN;\nCREATE TABLE mine (id int);\nCOMMIT;\n',
        '007_atomic_body':
          'CREATE FUNCTION two() RETURNS int LANGUAGE sql BEGIN ATOMIC; SELECT 1; SELECT 2; END;\nVACUUM mine;',
        '009_commits':
          'CREATE TABLE batch (id int);\nDO $$ BEGIN INSERT INTO batch VALUES (1); COMMIT; INSERT INTO batch VALUES (2); END $$;',
        '008_nothing': '-- only a comment\n',
      },
    });
    const deployed = await project.prisma(['migrate', 'deploy']);
    expect(deployed.output).toContain('All migrations have been successfully applied.');
    expect(deployed.code).toBe(0);
    expect(await tableNames(url)).toEqual(['User', 'after', 'batch', 'dumped', 'mine']);
    expect(await query(url, 'SELECT one(), two()')).toEqual([{ one: 1, two: 2 }]);
    expect(await query(url, `INSERT INTO "User"(email) VALUES ('x') RETURNING kind`)).toEqual([
      { kind: 'b' },
    ]);
  });
});

test('pushes, pulls and executes without migrations', { timeout: 60_000 }, async () => {
  const server = await testServer();
  onTestFinished(() => server.release());
  const url = await server.newDatabase();
  const project = await newProject({ url });
  expect(await project.prisma(['db', 'push'])).toMatchObject({ code: 0 });
  const execute = await project.prisma(
    ['db', 'execute', '--stdin'],
    `INSERT INTO "User"(email) VALUES ('a;b'); COMMENT ON TABLE "User" IS $$it's; fine$$;`,
  );
  expect(execute).toMatchObject({ code: 0 });
  expect(await query(url, 'SELECT email FROM "User"')).toEqual([{ email: 'a;b' }]);

  await project.writeModels('model User {\n  id Int @id @default(autoincrement())\n}\n');
  const refused = await project.prisma(['db', 'push']);
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('--accept-data-loss') });
  expect(await project.prisma(['db', 'push', '--accept-data-loss'])).toMatchObject({ code: 0 });

  await query(url, `CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE pulled (id uuid PRIMARY KEY, mood mood)`);
  const pulled = await project.prisma(['db', 'pull', '--print']);
  expect(pulled).toMatchObject({ code: 0 });
  expect(pulled.stdout).toContain('model pulled {');
  expect(pulled.stdout).toContain('enum mood {');
});
