import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { newProject, prismaEnvironment, USER_MIGRATION } from '../project.ts';

vi.setConfig({ testTimeout: 300_000 });

const WRONG = 'model User {\n  id Nope @id\n}\n';

test.concurrent.each(['validate', 'format', 'generate'])(
  '%s: a good schema, a wrong one, none, and an option that there is not',
  async (command) => {
    const project = await newProject({});
    expect(await project.prisma([command])).toMatchObject({ code: 0 });
    if (command === 'generate') {
      expect(await project.read('generated/client.ts')).toContain('PrismaClient');
    }
    expect(await project.prisma([command, '--nonsense'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('unknown or unexpected option: --nonsense'),
    });
    await project.writeModels(WRONG);
    const wrong = await project.prisma([command]);
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('P1012') });
    expect(wrong.output).toContain('Type "Nope" is neither a built-in type');
    expect(wrong.output).toMatch(/prisma\/schema\.prisma:\d+/);
    await rm(join(project.folder, 'prisma', 'schema.prisma'));
    expect(await project.prisma([command])).toMatchObject({
      code: 1,
      output: expect.stringContaining('Could not load'),
    });
  },
);

test.concurrent('format writes, or with --check only tells', async () => {
  const project = await newProject({});
  await project.writeModels('model User {\n id Int @id\n email String?\n}\n');
  expect(await project.prisma(['format', '--check'])).toMatchObject({ code: 1 });
  expect(await project.prisma(['format'])).toMatchObject({ code: 0 });
  expect(await project.read('prisma/schema.prisma')).toContain('  id    Int     @id\n  email String?\n');
  expect(await project.prisma(['format', '--check'])).toMatchObject({ code: 0 });
});

test.concurrent('diff compares schema files, and says which setting it misses for more', async () => {
  const project = await newProject({ migrations: { '001_init': USER_MIGRATION } });
  const fromEmpty = ['migrate', 'diff', '--from-empty', '--to-schema', 'prisma/schema.prisma'];
  expect(await project.prisma([...fromEmpty, '--script', '--exit-code', '-o', 'out.sql'])).toMatchObject({
    code: 2,
  });
  expect(await project.read('out.sql')).toContain(USER_MIGRATION.trim());
  const replay = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-empty'];
  expect(await project.prisma(replay)).toMatchObject({
    code: 1,
    output: expect.stringContaining('datasource.url'),
  });
});

test.concurrent('version names the engine, or says that it is not there', async () => {
  const project = await newProject({});
  const enginePath = prismaEnvironment().PRISMA_SCHEMA_ENGINE_BINARY ?? '';
  const version = await project.prisma(['version']);
  expect(version.code).toBe(0);
  expect(version.stdout).toMatch(/Schema Engine\s+: schema-engine-cli [0-9a-f]{40}/);
  expect(version.stdout).toContain('resolved by PRISMA_SCHEMA_ENGINE_BINARY');
  // The wasm engine is of the same commit as the native one of this version.
  const [, hash = 'none'] = /Default Engines Hash\s+: ([0-9a-f]{40})/.exec(version.stdout) ?? [];
  expect(version.stdout).toContain(`schema-engine-cli ${hash}`);
  expect(enginePath).not.toBe('');
  const nowhere = { PRISMA_SCHEMA_ENGINE_BINARY: join(project.folder, 'nowhere') };
  const missing = await project.prisma(['version'], '', nowhere);
  expect(missing.code).toBe(1);
  expect(missing.output).toContain(`${nowhere.PRISMA_SCHEMA_ENGINE_BINARY} can't be resolved`);
  expect(await project.prisma(['version', '--nonsense'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('unknown or unexpected option: --nonsense'),
  });
});
