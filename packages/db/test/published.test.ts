import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runPrisma } from '@org/db-migrate';
import { createTestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The package as it is published, laid out as pnpm does: it reaches what it depends on, and nothing else.
const run = promisify(execFile);
const PACKAGE = path.resolve(import.meta.dirname, '..');
let folder: string;
let installed: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'org-db-published-'));
  await run('pnpm', ['pack', '--pack-destination', folder], { cwd: PACKAGE });
  const [tarball = ''] = await readdir(folder);
  const modules = path.join(folder, 'node_modules');
  installed = path.join(modules, '@org', 'db');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', path.join(folder, tarball), '--strip-components=1', '-C', installed]);
  const { dependencies } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
    await symlink(await realpath(path.join(PACKAGE, 'node_modules', name)), path.join(modules, name));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('its client runs', async () => {
  await using database = await createTestDatabase();
  const program = `
    import { createDb } from '@org/db';
    import '@org/db/seeds';
    import '@org/db/environment';
    const db = createDb({ url: process.env.URL });
    const tenantId = '018f0000-0000-7000-8000-000000000001';
    const client = db.forTenant({ tenantId });
    process.stdout.write(String(await client.user.count()));
    await db.close();`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    env: { PATH: process.env.PATH, URL: database.url('app') },
  });
  expect(stdout).toBe('0');
});

test('Prisma deploys all of its migrations to an empty database', async () => {
  await using database = await createTestDatabase();
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  const name = `${database.name}_empty`;
  await superuser.query(`create database ${name}`);
  try {
    const url = new URL(database.superuserUrl);
    url.pathname = name;
    const migrate = (command: string) =>
      runPrisma({
        project: installed,
        args: ['migrate', command],
        env: { DATABASE_URL: url.href, DIRECT_URL: url.href },
      });
    const deployed = await migrate('deploy');
    expect(deployed, deployed.stderr).toMatchObject({ exitCode: 0 });
    const there = await readdir(path.join(PACKAGE, 'prisma', 'migrations'), { withFileTypes: true });
    const count = there.filter((entry) => entry.isDirectory()).length;
    expect(deployed.stdout).toContain(`${count} migrations found`);
    expect((await migrate('status')).stdout).toContain('up to date');
  } finally {
    await superuser.query(`drop database ${name} with (force)`);
    await superuser.end();
  }
});
