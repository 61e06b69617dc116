import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, type Home, newHome, query } from './orgdb.ts';
import { pnpmWithoutBuild } from './pnpm.ts';
import { smallProject, writeMigration } from './recovery.ts';

const SCRIPT = path.join(import.meta.dirname, '../../../scripts/migrate.sh');
const MODULES = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@org/db/package.json')),
  'node_modules',
);
let home: Home;
let project: string;
let env: Record<string, string>;

beforeAll(async () => {
  home = await newHome();
  project = await smallProject({ '20240101000000_one': 'CREATE TABLE "Order" (id int PRIMARY KEY);' });
  await symlink(MODULES, path.join(project, 'node_modules'));
  await writeFile(
    path.join(project, 'prisma/schema.prisma'),
    `datasource db {
  provider = "postgresql"
}
generator client {
  provider = "prisma-client"
  output   = "../generated"
}
model Order {
  id Int @id
}
`,
  );
  const bin = await pnpmWithoutBuild(path.dirname(home.directory));
  env = {
    ...home.env,
    ORGDB_PROJECT: project,
    PATH: `${bin}:${process.env.PATH}`,
    HOME: process.env.HOME ?? '',
  };
});
afterAll(async () => {
  await home?.dispose();
  await rm(project, { recursive: true });
});

function start(...args: string[]) {
  const child = spawn('bash', [SCRIPT, ...args], {
    env,
    cwd: path.dirname(home.directory),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]): Ended => ({ code, stdout, stderr }),
  );
  return { pid: child.pid ?? 0, ended };
}
const run = (...args: string[]) => start(...args).ended;

test('deploy applies what is pending, and its options are those of orgdb', async () => {
  const deployed = await run('deploy', '--no-verify', '--json');
  expect(deployed).toMatchObject({ code: 0 });
  expect(JSON.parse(deployed.stdout)).toMatchObject({ applied: ['20240101000000_one'] });
});

test('status tells that all is applied', async () => {
  // The server stays from here on.
  await home.run(['up', '--no-seed'], env);
  const url = (await home.run(['url', '--role', 'owner'], env)).stdout.trim();
  expect(await query(url, `SELECT to_regclass('"Order"')::text AS name`)).toEqual([{ name: '"Order"' }]);
  const status = await run('status', '--json');
  expect(JSON.parse(status.stdout)).toMatchObject({ migrations: { pending: [] } });
});

test('the hook of docs/deploying.md backs up what was there before a deploy changes it', async () => {
  const docs = await readFile(path.join(import.meta.dirname, '../../../docs/deploying.md'), 'utf8');
  const [, command = ''] = /^export ORGDB_BACKUP_COMMAND='(.+)'$/m.exec(docs) ?? [];
  const backups = path.join(path.dirname(home.directory), 'backups');
  await mkdir(backups);
  await writeMigration(project, '20240102000000_two', 'DROP TABLE "Order";');
  const hook = { ...env, ORGDB_BACKUP_COMMAND: command, BACKUPS: backups };
  const refused = await home.run(['migrate', 'deploy', '--no-verify'], hook);
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/ORG_BACKUP_KEY is not set.*\[HOOK_FAILED\]/s),
  });
  const url = (await home.run(['url', '--role', 'owner'], env)).stdout.trim();
  expect(await query(url, 'SELECT count(*)::int AS n FROM "Order"')).toEqual([{ n: 0 }]);

  const key = { ORG_BACKUP_KEY: randomBytes(32).toString('base64') };
  expect(await home.run(['migrate', 'deploy', '--no-verify'], { ...hook, ...key })).toMatchObject({
    code: 0,
  });
  const [file = '', ...more] = await readdir(backups);
  expect({ file, more }).toEqual({
    file: expect.stringMatching(/^before-deploy-\d{8}T\d{6}Z\.orgbackup$/),
    more: [],
  });
  const proven = await home.json(['backup', 'verify', path.join(backups, file)], { ...env, ...key });
  expect(proven).toMatchObject({
    code: 0,
    value: { problems: [], catalog: 'equal', origin: { lastMigration: '20240101000000_one' } },
  });
});

test('generate writes the client', async () => {
  expect(await run('generate')).toMatchObject({ code: 0 });
  expect(await readdir(path.join(project, 'generated'))).toContain('client.ts');
});

test('seed wants the schema that it has rows for', async () => {
  expect(await run('seed')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('[SEED_SCHEMA_MISSING]'),
  });
});

test('studio answers until it is interrupted', async () => {
  const port = await freePort();
  const studio = start('studio', '--browser', 'none', '--port', String(port));
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}`).then(
          ({ status }) => status,
          () => 0,
        ),
      { interval: 200 },
    )
    .toBe(200);
  process.kill(-studio.pid, 'SIGINT');
  expect((await studio.ended).code).toBe(0);
});

test.each([[['stduio']], [[]]])('%j is answered by the words that there are', async (words) => {
  const { code, stdout, stderr } = await run(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('usage: scripts/migrate.sh generate|deploy|seed|studio|status [options]');
  if (words.length > 0) expect(stderr).toContain('there is no word "stduio"');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
