import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newProject, USER_MIGRATION, USER_MODEL } from './project.ts';
import { query, shadowDatabases, type TestServer, tableNames, testServer } from './server.ts';

// Those at both ends are tested with every command.
describe.each([16, 17] as const)('on PostgreSQL %i', (major) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer(major);
  });
  afterAll(() => server.release());

  test.concurrent('writes, applies, compares and resets migrations', async () => {
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

  test.concurrent('develops on a fresh database with a history', async () => {
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
});
