import { expect, test } from 'vitest';
import { newProject, USER_MIGRATION } from './project.ts';

test.concurrent('validates, formats, generates and compares without any database', async () => {
  const project = await newProject({});
  for (const command of ['validate', 'format', 'generate']) {
    expect(await project.prisma([command]), command).toMatchObject({ code: 0 });
  }
  expect(await project.read('generated/client.ts')).toContain('PrismaClient');

  const fromEmpty = ['migrate', 'diff', '--from-empty', '--to-schema', 'prisma/schema.prisma'];
  const script = await project.prisma([...fromEmpty, '--script']);
  expect(script.code).toBe(0);
  expect(script.stdout).toContain(USER_MIGRATION.trim());
  expect(await project.prisma([...fromEmpty, '--exit-code'])).toMatchObject({ code: 2 });
  await project.prisma([...fromEmpty, '--script', '-o', 'out.sql']);
  expect(await project.read('out.sql')).toContain('CREATE TABLE "User"');
});

test.concurrent('says what is wrong with a schema, and where', async () => {
  const project = await newProject({ models: 'model User {\n  id Nope @id\n}\n' });
  const invalid = await project.prisma([
    'migrate',
    'diff',
    '--from-empty',
    '--to-schema',
    'prisma/schema.prisma',
  ]);
  expect(invalid.code).toBe(1);
  expect(invalid.output).toContain('Type "Nope" is neither a built-in type');
});

test.concurrent('says which setting is missing when a database is needed', async () => {
  const project = await newProject({ migrations: { '001_init': USER_MIGRATION } });
  const missing = await project.prisma([
    'migrate',
    'diff',
    '--from-migrations',
    'prisma/migrations',
    '--to-empty',
  ]);
  expect(missing).toMatchObject({ code: 1, output: expect.stringContaining('datasource.url') });
});

test.concurrent('is the engine of this version of the CLI', async () => {
  const project = await newProject({});
  const { stdout } = await project.prisma(['version', '--json']);
  const versions = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Record<string, string>;
  expect(versions['schema-engine']).toContain(versions['default-engines-hash']);
});
