import { afterAll, beforeAll, expect, test } from 'vitest';
import { newProject } from './project.ts';
import { query, type TestServer, testServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.release());

test('extensions of the datasource are installed by one migration, and not by every later one', async () => {
  const url = await server.newDatabase();
  const project = await newProject({ url });
  const declare = (extensions: string) =>
    project.write(
      'prisma/schema.prisma',
      `datasource db {\n  provider   = "postgresql"\n  extensions = [${extensions}]\n}\n
generator client {\n  provider        = "prisma-client"\n  output          = "../generated"\n  previewFeatures = ["postgresqlExtensions"]\n}\n
model User {\n  id    Int    @id\n  email String @db.Citext\n}\n`,
    );
  const compare = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--exit-code'];
  const toSchema = [...compare, '--to-schema', 'prisma/schema.prisma'];

  await declare('citext');
  expect(await project.prisma(['migrate', 'dev', '--name', 'init'])).toMatchObject({ code: 0 });
  const [init = ''] = await project.migrationNames();
  expect(await project.migrationSql(init)).toContain('CREATE EXTENSION IF NOT EXISTS "citext"');
  expect(await project.prisma(['migrate', 'dev', '--name', 'again'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Already in sync'),
  });
  expect(await project.prisma(toSchema)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('No difference detected.'),
  });
  expect(await project.prisma([...compare, '--to-config-datasource', '--script'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('This is an empty migration.'),
  });

  await declare('citext, pg_trgm');
  const summary = await project.prisma(toSchema);
  expect(summary).toMatchObject({ code: 2, stdout: expect.stringContaining('- pg_trgm') });
  expect(summary.stdout).not.toContain('citext');
  expect(await project.prisma(['migrate', 'dev', '--name', 'more'])).toMatchObject({ code: 0 });
  const [, more = ''] = await project.migrationNames();
  expect(await project.migrationSql(more)).toBe(
    '-- CreateExtension\nCREATE EXTENSION IF NOT EXISTS "pg_trgm";\n',
  );
  expect(await query(url, `SELECT FROM pg_extension WHERE extname IN ('citext', 'pg_trgm')`)).toHaveLength(2);
});
