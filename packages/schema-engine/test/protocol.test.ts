import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { enginePath } from '../src/index.ts';
import { query, type TestServer, testServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.release());

function start(args: string[], { program = enginePath, env = {} } = {}) {
  const child = spawn(program, args, { env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string; log: LogLine[] }>((resolve) => {
    child.on('close', (code) => {
      const lines = stderr.split('\n').filter((line) => line !== '');
      resolve({ code, stdout, log: lines.map((line) => JSON.parse(line) as LogLine) });
    });
  });
  return { child, ended };
}

interface LogLine {
  level: string;
  target: string;
  fields: { message: string; error_code?: string };
}

const call = (method: string, params: object = {}) =>
  `${JSON.stringify({ jsonrpc: '2.0', id: 7, method, params })}\n`;

test('answers commands by exit code and JSON lines, the first of which may be skipped', async () => {
  const missing = JSON.stringify({ url: server.url({ database: 'missing' }) });
  const { code, log } = await start(['--datasource', missing, 'cli', 'can-connect-to-database']).ended;
  expect(code).toBe(1);
  expect(log.slice(1)).toContainEqual(
    expect.objectContaining({
      level: 'ERROR',
      target: 'schema_engine::logger',
      fields: expect.objectContaining({ error_code: 'P1003', message: 'Database `missing` does not exist' }),
    }),
  );
  const present = JSON.stringify({ url: server.url() });
  expect(await start(['--datasource', present, 'cli', 'can-connect-to-database']).ended).toMatchObject({
    code: 0,
  });
});

test("writes nothing but JSON to standard error, whatever Node's warnings", async () => {
  const env = { NODE_OPTIONS: '--trace-warnings --experimental-wasm-modules', NODE_NO_WARNINGS: '0' };
  const { child, ended } = start([], { env });
  child.stdin.end(
    call('diff', {
      from: { tag: 'empty' },
      to: {
        tag: 'schemaDatamodel',
        files: [{ path: 'schema.prisma', content: 'datasource db {\n  provider = "postgresql"\n}\n' }],
      },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  const { code, stdout, log } = await ended;
  expect(code).toBe(0);
  expect(log.map((line) => line.level)).not.toContain('ERROR');
  expect(stdout).toContain('"id":7,"result":{"exitCode":0');
});

test('tells a protocol that it does not know', async () => {
  const { child, ended } = start([]);
  child.stdin.end(`${call('teleport')}not json\n`);
  const { code, stdout } = await ended;
  expect(code).toBe(0);
  expect(stdout).toContain('The Prisma CLI asked for `teleport`');
  expect(stdout).toContain('"code":-32700');

  const unknown = await start(['--new-option', 'x']).ended;
  expect(unknown.code).toBe(1);
  expect(unknown.log.at(-1)?.fields.message).toContain('speaks the protocol of Prisma 7.10');
});

test('reports a panic of the engine as one, with its reason', async () => {
  const { child, ended } = start([]);
  child.stdin.end(call('debugPanic'));
  const { stdout } = await ended;
  const { error } = JSON.parse(stdout) as { error: { message: string; data: { is_panic: boolean } } };
  expect(error.data.is_panic).toBe(true);
  expect(error.message).toContain('This is the debugPanic artificial panic');
});

test('creates and drops a database', async () => {
  const url = server.url({ database: `engine_made_${process.pid}` });
  const datasource = JSON.stringify({ url: `${url}?schema=extra` });
  expect(await start(['--datasource', datasource, 'cli', 'create-database']).ended).toMatchObject({
    code: 0,
  });
  expect(await query(url, "SELECT FROM pg_namespace WHERE nspname = 'extra'")).toHaveLength(1);
  const again = await start(['--datasource', datasource, 'cli', 'create-database']).ended;
  expect(again.log.at(-1)?.fields.error_code).toBe('P1009');
  expect(await start(['--datasource', datasource, 'cli', 'drop-database']).ended).toMatchObject({ code: 0 });
});

test('drops the shadow database when it is stopped in the middle', async () => {
  const url = await server.newDatabase();
  const { child, ended } = start(['--datasource', JSON.stringify({ url })]);
  const sleeping = 'SELECT pg_sleep(60) /* stopped in the middle */';
  child.stdin.write(
    call('diff', {
      from: { tag: 'empty' },
      to: {
        tag: 'migrations',
        baseDir: 'migrations',
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
        shadowDbInitScript: '',
        migrationDirectories: [
          { path: '001', migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sleeping } } },
        ],
      },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  const running = `SELECT datname FROM pg_stat_activity WHERE query = '${sleeping}'`;
  let shadow: { datname: string } | undefined;
  while (shadow === undefined) {
    await wait(50);
    [shadow] = await query<{ datname: string }>(url, running);
  }
  child.stdin.end();
  child.kill('SIGTERM');
  await ended;
  expect(await query(url, `SELECT FROM pg_database WHERE datname = '${shadow.datname}'`)).toEqual([]);
});

test('says that it is not built, in a form that the CLI shows', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'schema-engine-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'bin'));
  const program = join(folder, 'bin', 'schema-engine.mjs');
  await cp(enginePath, program);
  const { code, log } = await start(['cli', 'can-connect-to-database'], { program }).ended;
  expect(code).toBe(1);
  expect(log.at(-1)).toMatchObject({
    level: 'ERROR',
    target: 'schema_engine::logger',
    fields: { error_code: expect.any(String), message: expect.stringContaining('is not built') },
  });
});

test('says which Node it needs, in a form that the CLI shows', async () => {
  const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.1.0' } })`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}` };
  const { code, log } = await start(['cli', 'can-connect-to-database'], { env }).ended;
  expect(code).toBe(1);
  expect(log.at(-1)).toMatchObject({
    level: 'ERROR',
    fields: { error_code: expect.any(String), message: expect.stringContaining('needs Node.js 24 or later') },
  });
});
