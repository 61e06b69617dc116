import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  applyMigrations,
  draftMigration,
  explainFailure,
  markApplied,
  scriptToMigrations,
  scriptToSchema,
} from '../src/embedded/index.ts';
import { newProject, USER_MIGRATION, USER_MODEL } from './project.ts';
import { query, shadowDatabases, type TestServer, tableNames, testServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.release());

/** A database of a project's own, and where the parts of the project are. */
async function given(migrations: Record<string, string>) {
  const url = await server.newDatabase();
  const project = await newProject({ url, models: USER_MODEL, migrations });
  const place = (name: string) => join(project.folder, 'prisma', name);
  return { url, migrations: place('migrations'), schema: place('schema.prisma') };
}
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'It did not fail.',
    (error: unknown) => explainFailure(error),
  );

test('applies what is pending, and tells of each, with the settings that it is given', async () => {
  const { url, migrations } = await given({
    '001_user': USER_MIGRATION,
    '002_told': "CREATE TABLE told AS SELECT current_setting('lock_timeout') AS lock_timeout;\nSELECT 1 END;",
  });
  const lines: string[] = [];
  const options = {
    url,
    migrations,
    settings: { lockTimeout: 1234 },
    notify: (line: string) => lines.push(line),
  };
  await applyMigrations(options);
  expect(lines).toEqual(['Applying migration `001_user`', 'Applying migration `002_told`']);
  expect(await tableNames(url)).toEqual(['User', 'told']);
  expect(await query(url, 'SELECT lock_timeout FROM told')).toEqual([{ lock_timeout: '1234ms' }]);
  await applyMigrations(options);
  expect(lines).toHaveLength(2);
  // A command that is done must be able to end.
  expect(process.getActiveResourcesInfo()).not.toContain('Timeout');
});

test('a failure has the code and the words of the command line, and the next one is told of it', async () => {
  const { url, migrations } = await given({ '001_bad': 'CREATE TABLE a (id int);\nSELECT 1/0;' });
  const failed = await failureOf(applyMigrations({ url, migrations }));
  expect(failed).toMatch(/^Error: P3018\n\nA migration failed to apply\..*001_bad.*division by zero/s);
  expect(await tableNames(url)).toEqual([]);
  expect(await failureOf(applyMigrations({ url, migrations }))).toMatch(/^Error: P3009\n\n.*001_bad/s);
  const nowhere = url.replace(/:\d+\//, ':9/');
  expect(await failureOf(applyMigrations({ url: nowhere, migrations }))).toMatch(/^Error: P1001\n\n/);
});

test('records without running, once', async () => {
  const { url, migrations } = await given({ '001_user': USER_MIGRATION });
  await markApplied({ url, migrations, name: '001_user' });
  await applyMigrations({ url, migrations });
  expect(await tableNames(url)).toEqual([]);
  expect(await failureOf(markApplied({ url, migrations, name: '001_user' }))).toMatch(/^Error: P3008\n\n/);
  expect(await failureOf(markApplied({ url, migrations, name: '009_none' }))).toMatch(/^Error: P3017\n\n/);
});

test('compares a database with migrations and with the schema, and drafts what is missing', async () => {
  const { url, migrations, schema } = await given({ '001_user': USER_MIGRATION });
  await query(url, 'CREATE TABLE extra (id int PRIMARY KEY)');
  const back = await scriptToMigrations({ url, schema, migrations });
  expect(back).toContain('DROP TABLE "public"."extra"');
  expect(back).toContain('CREATE TABLE "public"."User"');
  expect(await scriptToSchema({ url, schema })).toContain('CREATE TABLE "User"');
  await query(url, back);
  expect(await scriptToMigrations({ url, schema, migrations })).toBe('');
  expect(await scriptToSchema({ url, schema })).toBe('');
  await query(url, 'DROP TABLE "User"');
  await applyMigrations({ url, migrations });
  expect(await draftMigration({ url, schema, migrations, name: 'none' })).toEqual({
    name: expect.stringMatching(/^\d{14}_none$/),
    script: '',
  });
  expect(await shadowDatabases(url)).toEqual([]);
});

test('names the migration that cannot be replayed', async () => {
  const { url, migrations, schema } = await given({ '001_bad': 'SELECT 1/0;' });
  for (const work of [
    () => draftMigration({ url, schema, migrations, name: 'next' }),
    () => scriptToMigrations({ url, schema, migrations }),
  ]) {
    expect(await failureOf(work())).toMatch(/^Error: P3006\n\nMigration `001_bad`.*division by zero/s);
  }
  expect(await shadowDatabases(url)).toEqual([]);
});
