import { expect, test } from 'vitest';
import { newProject, USER_MIGRATION, USER_MODEL } from '../project.ts';
import { query, shadowDatabases } from '../server.ts';
import { onBothVersions, STACK } from './both-versions.ts';

const EMPTY = 'empty';
const SCHEMA = 'schema prisma/schema.prisma';
const MIGRATIONS = 'migrations prisma/migrations';
const DATABASE = 'config-datasource';

/** From, to, and what the script has to say. The schema knows one column more than the migrations, the database one table more. */
const ADD_NAME = /ADD COLUMN +"name" TEXT/;
const DROP_NAME = /DROP COLUMN "name"/;
const EVERY_PAIR: [from: string, to: string, sql: RegExp][] = [
  [EMPTY, SCHEMA, /"name" TEXT/],
  [EMPTY, MIGRATIONS, /CREATE TABLE .*"User"/],
  [EMPTY, DATABASE, /CREATE TABLE .*"by_hand"/],
  [SCHEMA, EMPTY, /DROP TABLE .*"User"/],
  [SCHEMA, MIGRATIONS, DROP_NAME],
  [SCHEMA, DATABASE, DROP_NAME],
  [MIGRATIONS, EMPTY, /DROP TABLE .*"User"/],
  [MIGRATIONS, SCHEMA, ADD_NAME],
  [MIGRATIONS, DATABASE, /CREATE TABLE .*"by_hand"/],
  [DATABASE, EMPTY, /DROP TABLE .*"by_hand"/],
  [DATABASE, SCHEMA, ADD_NAME],
  [DATABASE, MIGRATIONS, /DROP TABLE .*"by_hand"/],
];

function diff(from: string, to: string): string[] {
  return ['migrate', 'diff', ...`--from-${from} --to-${to}`.split(' ')];
}

onBothVersions((server, once) => {
  test.concurrent('compares everything with everything', async () => {
    const url = await server().newDatabase();
    const models = USER_MODEL.replace('@unique', '@unique\n  name  String?');
    const project = await newProject({ url, models, migrations: { '001_init': USER_MIGRATION } });
    await query(url, `${USER_MIGRATION} CREATE TABLE by_hand (id int PRIMARY KEY);`);
    await Promise.all(
      EVERY_PAIR.map(async ([from, to, sql]) => {
        const found = await project.prisma([...diff(from, to), '--script', '--exit-code']);
        expect(found, `${from} to ${to}`).toMatchObject({ code: 2, stdout: expect.stringMatching(sql) });
      }),
    );
    expect(await shadowDatabases(url)).toEqual([]);
  });

  once('a script written to a file brings the database to the schema', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    const summary = await project.prisma(diff(DATABASE, SCHEMA));
    expect(summary).toMatchObject({ code: 0, stdout: expect.stringMatching(/\[\+\] Added tables\s+- User/) });
    const written = await project.prisma([...diff(DATABASE, SCHEMA), '--script', '-o', 'change.sql']);
    expect(written).toMatchObject({ code: 0, stdout: expect.not.stringContaining('CREATE TABLE') });
    expect(await project.prisma(['db', 'execute', '--file', 'change.sql'])).toMatchObject({ code: 0 });
    const same = await project.prisma([...diff(DATABASE, SCHEMA), '--script', '--exit-code']);
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('This is an empty migration.') });
  });

  once('says what it cannot compare', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_bad': 'CREATE TABLE x (id nonsense);' } });
    const failed = await project.prisma([...diff(MIGRATIONS, SCHEMA), '--exit-code']);
    expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('P3006') });
    expect(failed.output).toContain('type "nonsense" does not exist');
    expect(failed.output).not.toMatch(STACK);
    expect(await shadowDatabases(url)).toEqual([]);
    expect(await project.prisma(['migrate', 'diff', '--from-empty'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('1 must be provided'),
    });
    expect(await project.prisma(diff('migrations prisma/nowhere', EMPTY))).toMatchObject({
      code: 1,
      output: expect.stringContaining('missing migration_lock.toml'),
    });
    expect(await project.prisma(diff('schema nowhere.prisma', EMPTY))).toMatchObject({
      code: 1,
      output: expect.stringContaining('file or directory not found'),
    });
    await project.write(
      'wrong.prisma',
      `datasource db {\n  provider = "postgresql"\n}\nmodel User {\n  id Nope @id\n}\n`,
    );
    const wrong = await project.prisma([
      ...diff(EMPTY, 'schema wrong.prisma'),
      '--script',
      '-o',
      'wrong.sql',
    ]);
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('P1012') });
    expect(wrong.output).toContain('Type "Nope" is neither a built-in type');
    await expect(project.read('wrong.sql')).rejects.toThrow('ENOENT');
  });
});
