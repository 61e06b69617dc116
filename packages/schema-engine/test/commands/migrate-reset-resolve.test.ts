import { expect, test } from 'vitest';
import { newProject, USER_MIGRATION } from '../project.ts';
import { query, tableNames } from '../server.ts';
import { altered, onBothVersions } from './both-versions.ts';
import { hasTerminal, prismaInTerminal } from './terminal.ts';

const migrations = { '001_init': USER_MIGRATION };

onBothVersions((server, once) => {
  test.concurrent('resets everything and applies the history again', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations });
    await project.prisma(['migrate', 'deploy']);
    await query(
      url,
      `INSERT INTO "User"(email) VALUES ('a'); CREATE TABLE by_hand (id int); CREATE TYPE mood AS ENUM ('ok');
       CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT * FROM "User";`,
    );
    const asked = await project.prisma(['migrate', 'reset']);
    expect(asked).toMatchObject({
      code: 1,
      output: expect.stringContaining('Use --force to run this command'),
    });
    expect(await tableNames(url)).toEqual(['User', 'by_hand']);

    const reset = await project.prisma(['migrate', 'reset', '--force']);
    expect(reset).toMatchObject({ code: 0, output: expect.stringContaining('Database reset successful') });
    expect(await tableNames(url)).toEqual(['User']);
    expect(await query(url, 'SELECT FROM "User"')).toEqual([]);
    expect(await query(url, `SELECT FROM pg_type WHERE typname = 'mood'`)).toEqual([]);
  });

  once('a reset into a history that fails is P3018', async () => {
    const url = await server().newDatabase();
    const failing = await newProject({ url, migrations: { '001_bad': 'CREATE TABLE x (id nonsense);' } });
    expect(await failing.prisma(['migrate', 'reset', '--force'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('P3018'),
    });
  });

  once(
    'a reset asks first',
    async () => {
      const url = await server().newDatabase();
      const project = await newProject({ url, migrations });
      await query(url, 'CREATE TABLE precious (id int)');
      const question = 'Are you sure you want to reset your database?';
      const no = await prismaInTerminal(project.folder, ['migrate', 'reset'], [[question, 'n']]);
      expect(no).toMatchObject({ code: 130, output: expect.stringContaining('Reset cancelled') });
      expect(await tableNames(url)).toEqual(['precious']);
      const yes = await prismaInTerminal(project.folder, ['migrate', 'reset'], [[question, 'y']]);
      expect(yes).toMatchObject({ code: 0 });
      expect(await tableNames(url)).toEqual(['User']);
    },
    { skip: !hasTerminal, concurrent: false },
  );

  once('resolve tells what it cannot do', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations });
    const resolve = (...args: string[]) => project.prisma(['migrate', 'resolve', ...args]);
    expect(await resolve('--applied', '009_none')).toMatchObject({
      code: 1,
      output: expect.stringContaining('P3017'),
    });
    expect(await resolve()).toMatchObject({
      code: 1,
      output: expect.stringContaining('--applied or --rolled-back must be part of the command'),
    });
    expect(await resolve('--applied', '001_init', '--rolled-back', '001_init')).toMatchObject({
      code: 1,
      output: expect.stringContaining('Pass either --applied or --rolled-back, not both.'),
    });
    const away = await newProject({ url: altered(url, { database: 'there_is_none' }), migrations });
    expect(await away.prisma(['migrate', 'resolve', '--applied', '001_init'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('P1003'),
    });
    expect(await resolve('--applied', '001_init')).toMatchObject({ code: 0 });
    expect(await resolve('--applied', '001_init')).toMatchObject({
      code: 1,
      output: expect.stringContaining('P3008'),
    });
    expect(await resolve('--rolled-back', '009_none')).toMatchObject({
      code: 1,
      output: expect.stringContaining('P3011'),
    });
    expect(await resolve('--rolled-back', '001_init')).toMatchObject({
      code: 1,
      output: expect.stringContaining('P3012'),
    });
    expect(await tableNames(url)).toEqual([]);
  });

  test.concurrent('resolve --rolled-back lets a mended migration be deployed', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_init': 'CREATE TABLE x (id nonsense);' } });
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 1 });
    const rolledBack = await project.prisma(['migrate', 'resolve', '--rolled-back', '001_init']);
    expect(rolledBack).toMatchObject({ code: 0, output: expect.stringContaining('marked as rolled back') });
    await project.writeMigration('001_init', USER_MIGRATION);
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    expect(await tableNames(url)).toEqual(['User']);
  });
});
