import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { USER_MODEL } from './project.ts';
import { type TestServer, tableNames, testServer } from './server.ts';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const { version: PRISMA } = createRequire(import.meta.url)('prisma/package.json') as { version: string };

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await testServer();
  folder = await mkdtemp(join(tmpdir(), 'foreign project '));
  await installPacked();
});
afterAll(async () => {
  await server.release();
  await rm(folder, { recursive: true, force: true });
});

const CONFIG = `import { defineConfig } from 'prisma/config';
export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env.URL } });\n`;

test('a project that installs the package migrates, by the variables for the shell', async () => {
  const url = await newProject(CONFIG);
  await expectToMigrate(url, `eval "$(node_modules/.bin/org-schema-engine env)"\n`);
});

test('and by one line of its configuration', async () => {
  const url = await newProject(`import '@org/schema-engine/register';\n${CONFIG}`);
  await expectToMigrate(url, '');
});

test('without either, the CLI has no engine', async () => {
  const url = await newProject(CONFIG);
  await expect(shell(url, 'node_modules/.bin/prisma migrate dev --name init')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('127.0.0.1:9'),
  });
});

async function expectToMigrate(url: string, before: string): Promise<void> {
  const dev = await shell(url, `${before}node_modules/.bin/prisma migrate dev --name init`);
  expect(dev.stdout).toContain('Your database is now in sync with your schema.');
  expect(await tableNames(url)).toEqual(['User']);
  expect(await readdir(join(folder, 'prisma', 'migrations'))).toContainEqual(expect.stringMatching(/_init$/));
  const status = await shell(url, `${before}node_modules/.bin/prisma migrate status`);
  expect(status.stdout).toContain('Database schema is up to date!');
}

function shell(url: string, command: string) {
  return run('sh', ['-ec', command], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      URL: url,
      PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:9',
      NO_COLOR: '1',
    },
  });
}

async function newProject(config: string): Promise<string> {
  await rm(join(folder, 'prisma'), { recursive: true, force: true });
  await mkdir(join(folder, 'prisma'));
  await writeFile(
    join(folder, 'prisma', 'schema.prisma'),
    `datasource db {\n  provider = "postgresql"\n}\n${USER_MODEL}`,
  );
  await writeFile(join(folder, 'prisma.config.ts'), config);
  return server.newDatabase();
}

/** Installs the packed package and Prisma into the empty folder; from the store of packages that this workspace was installed from, where it can. */
async function installPacked(): Promise<void> {
  await run('pnpm', ['pack', '--pack-destination', folder], { cwd: packageFolder });
  const [tarball = ''] = await readdir(folder);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'foreign',
      private: true,
      type: 'module',
      dependencies: { '@org/schema-engine': `file:./${tarball}`, prisma: PRISMA },
    }),
  );
  // No script of a package runs: none is needed, and Prisma's would download the engine.
  await writeFile(
    join(folder, 'pnpm-workspace.yaml'),
    'packages: []\nallowBuilds:\n  prisma: false\n  "@prisma/engines": false\n',
  );
  await run('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile'], { cwd: folder });
  const installed = join(folder, 'node_modules', '@org', 'schema-engine', 'package.json');
  const { dependencies } = JSON.parse(await readFile(installed, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(Object.values(dependencies).filter((range) => !/^\d/.test(range))).toEqual([]);
}
