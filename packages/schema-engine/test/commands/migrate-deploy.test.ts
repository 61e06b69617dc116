import { expect, test } from 'vitest';
import { newProject, USER_MIGRATION } from '../project.ts';
import { query, tableNames } from '../server.ts';
import { altered, onBothVersions, STACK } from './both-versions.ts';

onBothVersions((server, once) => {
  test.concurrent('deploys what is pending, and says so', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_init': USER_MIGRATION } });
    const before = await project.prisma(['migrate', 'status']);
    expect(before.code).toBe(1);
    expect(before.output).toMatch(/have not yet been applied:\s+001_init/);
    const deployed = await project.prisma(['migrate', 'deploy']);
    expect(deployed.code).toBe(0);
    expect(deployed.stdout).toContain('1 migration found in prisma/migrations');
    expect(deployed.stdout).toContain('Applying migration `001_init`\n');
    expect(deployed.stdout).toMatch(/migrations\/\s+└─ 001_init\//);
    expect(deployed.stdout).toContain('All migrations have been successfully applied.');
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No pending migrations to apply.'),
    });
    expect(await project.prisma(['migrate', 'status'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Database schema is up to date!'),
    });
    // Of an edit, only `migrate dev` speaks: there is nothing left to deploy.
    await project.writeMigration('001_init', `${USER_MIGRATION}-- edited\n`);
    for (const [command, told] of [
      ['status', 'Database schema is up to date!'],
      ['deploy', 'No pending migrations to apply.'],
    ] as const) {
      expect(await project.prisma(['migrate', command])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(told),
      });
    }
  });

  test.concurrent('a failed migration stops later deploys until it is resolved', async () => {
    const url = await server().newDatabase();
    const migrations = {
      '001_init': USER_MIGRATION,
      '002_bad': 'CREATE TABLE half (id int);\nINSERT INTO "User"(email, nope)\nVALUES (1);\n',
    };
    const project = await newProject({ url, migrations });
    const failed = await project.prisma(['migrate', 'deploy']);
    expect(failed.code).toBe(1);
    for (const part of [
      'P3018',
      'Migration name: 002_bad',
      'Database error code: 42703',
      'ERROR: column "nope" of relation "User" does not exist',
      '2 INSERT INTO "User"(email, nope)',
    ]) {
      expect(failed.output).toContain(part);
    }
    expect(failed.output).not.toMatch(STACK);
    expect(await tableNames(url)).toEqual(['User']);
    const [bad] = await query<{ logs: string }>(
      url,
      `SELECT logs FROM _prisma_migrations WHERE migration_name = '002_bad'`,
    );
    expect(bad?.logs).toContain('column "nope" of relation "User" does not exist');
    expect(bad?.logs).not.toMatch(STACK);

    const stopped = await project.prisma(['migrate', 'deploy']);
    expect(stopped.code).toBe(1);
    expect(stopped.output).toContain('P3009');
    expect(stopped.output).toContain('The `002_bad` migration started at');

    const status = await project.prisma(['migrate', 'status']);
    expect(status.code).toBe(1);
    expect(status.output).toMatch(/Following migrations? have failed:\s+002_bad/);
    expect(status.output).toContain('prisma migrate resolve --applied "002_bad"');
    expect(status.output).toContain('prisma migrate resolve --rolled-back "002_bad"');

    await project.writeMigration('003_later', 'CREATE TABLE later (id int);');
    const resolved = await project.prisma(['migrate', 'resolve', '--applied', '002_bad']);
    expect(resolved).toMatchObject({ code: 0, output: expect.stringContaining('marked as applied') });
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    expect(await tableNames(url)).toEqual(['User', 'later']);
    expect(await project.prisma(['migrate', 'status'])).toMatchObject({ code: 0 });
  });

  once('a database with tables of its own is P3005, and can be baselined', async () => {
    const url = await server().newDatabase();
    await query(url, USER_MIGRATION);
    const project = await newProject({ url, migrations: { '001_init': USER_MIGRATION } });
    const refused = await project.prisma(['migrate', 'deploy']);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P3005') });
    expect(refused.output).toContain('The database schema is not empty');
    expect(await project.prisma(['migrate', 'resolve', '--applied', '001_init'])).toMatchObject({ code: 0 });
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No pending migrations'),
    });
  });

  once('a wrong password is P1000, no database P1003', async () => {
    const url = await server().newDatabase();
    const cases = [
      { url: altered(url, { password: 'not-this' }), command: 'deploy', code: 'P1000' },
      { url: altered(url, { database: 'there_is_none' }), command: 'status', code: 'P1003' },
    ];
    for (const { code, command, url: broken } of cases) {
      const project = await newProject({ url: broken, migrations: { '001_init': USER_MIGRATION } });
      const refused = await project.prisma(['migrate', command]);
      expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(code) });
      expect(refused.output).not.toMatch(STACK);
      expect(refused.output).not.toContain('not-this');
    }
  });

  once('migrations that only the database knows are told by status', async () => {
    const url = await server().newDatabase();
    const other = await newProject({ url, migrations: { '001_other': 'CREATE TABLE other (id int);' } });
    expect(await other.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    const project = await newProject({ url, migrations: { '002_mine': USER_MIGRATION } });
    const status = await project.prisma(['migrate', 'status']);
    expect(status.code).toBe(1);
    expect(status.output).toContain(
      'Your local migration history and the migrations table from your database are different',
    );
    expect(status.output).toContain('001_other');
  });
});
