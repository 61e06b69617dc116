import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { prismaCli, USER_MODEL } from './project.ts';
import { tableNames, testServer } from './server.ts';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly bin: Record<string, string>;
}

test('a project that only installs the package migrates with it', { timeout: 180_000 }, async () => {
  const server = await testServer();
  onTestFinished(() => server.release());
  const url = await server.newDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'foreign project '));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const manifest = await installPacked(folder);
  expect(Object.values(manifest.dependencies).filter((range) => !/^\d/.test(range))).toEqual([]);

  await writeFile(join(folder, 'package.json'), '{ "name": "foreign", "private": true, "type": "module" }\n');
  await mkdir(join(folder, 'prisma'));
  await writeFile(
    join(folder, 'prisma', 'schema.prisma'),
    `datasource db {\n  provider = "postgresql"\n}\n${USER_MODEL}`,
  );
  await writeFile(
    join(folder, 'prisma.config.ts'),
    `import { defineConfig } from 'prisma/config';
     export default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: process.env.URL } });\n`,
  );
  const shell = (command: string) =>
    run('sh', ['-ec', `eval "$(node_modules/.bin/org-schema-engine env)"\n${command}`], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        URL: url,
        PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:9',
        NO_COLOR: '1',
      },
    });
  const dev = await shell('node_modules/.bin/prisma migrate dev --name init');
  expect(dev.stdout).toContain('Your database is now in sync with your schema.');
  expect(await tableNames(url)).toEqual(['User']);
  expect(await readdir(join(folder, 'prisma', 'migrations'))).toContainEqual(expect.stringMatching(/_init$/));
  const status = await shell('node_modules/.bin/prisma migrate status');
  expect(status.stdout).toContain('Database schema is up to date!');
});

/**
 * Puts the packed package into the folder as an installer would, with the dependencies that its manifest names and no others. They are
 * linked from this workspace, because a registry cannot be counted on.
 */
async function installPacked(folder: string): Promise<Manifest> {
  await run('pnpm', ['pack', '--pack-destination', folder], { cwd: packageFolder });
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  const modules = join(folder, 'node_modules');
  const target = join(modules, '@org', 'schema-engine');
  await mkdir(target, { recursive: true });
  await mkdir(join(modules, '.bin'));
  await run('tar', ['-xzf', join(folder, tarball), '-C', target, '--strip-components=1']);
  const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8')) as Manifest;
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(modules, name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(packageFolder, 'node_modules', name), link);
  }
  const prisma = dirname(createRequire(import.meta.url).resolve('prisma/package.json'));
  await symlink(prisma, join(modules, 'prisma'));
  await symlink(prismaCli, join(modules, '.bin', 'prisma'));
  for (const [name, path] of Object.entries(manifest.bin)) {
    expect((await stat(join(target, path))).mode & 0o111, `${path} is executable`).not.toBe(0);
    await symlink(join(target, path), join(modules, '.bin', name));
  }
  return manifest;
}
