import { once } from 'node:events';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serverStatus } from '@org/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome } from './orgdb.ts';

const TIMEOUT = 60_000;

/** Stand-ins for api and worker, laid out as the built ones. */
async function layOutServices(folder: string): Promise<string> {
  for (const name of ['api', 'worker']) {
    const target = path.join(folder, name, 'dist');
    await mkdir(target, { recursive: true });
    await copyFile(
      fileURLToPath(new URL(`services/${name}.js`, import.meta.url)),
      path.join(target, 'main.js'),
    );
  }
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

describe('dev', { timeout: TIMEOUT }, () => {
  let home: Home;
  let env: Record<string, string>;
  beforeAll(async () => {
    home = await newHome();
    env = {
      ORGDB_APPS: await layOutServices(path.join(path.dirname(home.directory), 'apps')),
      PORT: String(await freePort()),
    };
  });
  afterAll(() => home.dispose(), TIMEOUT);

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'runs everything until %s, then ends in order',
    async (signal) => {
      const dev = home.start(['dev'], env);
      await dev.says('Ctrl-C stops everything.');
      const address = `http://127.0.0.1:${env.PORT}`;
      expect((await fetch(`${address}/health`)).status).toBe(200);
      expect((await serverStatus({ directory: home.directory })).state).toBe('running');
      // To the whole group, as a terminal does.
      process.kill(-dev.pid, signal);
      const { code, stdout, stderr } = await dev.ended;
      expect({ code, last: stderr.trim().split('\n').at(-1) }).toEqual({ code: 0, last: 'stopped' });
      expect(stderr).toContain('api    │ api ends in order');
      expect(stderr).toContain('api    │ listening\n');
      expect(stderr).toContain(
        'users org_app org_admin org_worker, key of 32 bytes, secret of 64 characters',
      );
      expect(stdout).toContain(address);
      expect(stdout).toContain('manager@wellcrafted.com');
      expect(stdout).toContain(`curl -s ${address}/auth/login`);
      expect(stdout + stderr).not.toContain('\u001b[');
      expect((await serverStatus({ directory: home.directory })).state).toBe('stopped');
      await expect(fetch(address)).rejects.toThrow();
    },
  );

  test('refuses a taken port before anything is started', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const { port } = other.address() as AddressInfo;
      const { code, stdout, stderr } = await home.run(['dev'], { ...env, PORT: String(port) });
      expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
      expect(stderr).toContain(`Port ${port} is taken`);
      expect((await serverStatus({ directory: home.directory })).state).toBe('stopped');
    } finally {
      other.close();
    }
  });

  test('runs twice at once on one server with two ports; the second ends alone', async () => {
    const first = home.start(['dev'], env);
    await first.says('Ctrl-C stops everything.');
    expect(await home.run(['dev'], env)).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('[PORT_TAKEN]'),
    });
    const second = home.start(['dev'], { ...env, PORT: String(await freePort()) });
    await second.says('Ctrl-C stops everything.');
    second.child.kill('SIGINT');
    expect(await second.ended).toMatchObject({ code: 0 });
    expect((await fetch(`http://127.0.0.1:${env.PORT}/ready`)).status).toBe(200);
    first.child.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 0 });
  });

  test('ends everything when a service dies, and says which', async () => {
    const { code, stdout, stderr } = await home.run(['dev'], { ...env, WORKER_DIES: '1' });
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toContain('worker │ worker cannot go on');
    expect(stderr).toContain('The worker ended by itself (exit code 3)');
    expect(stderr).toContain('[SERVICE_ENDED]');
    expect((await serverStatus({ directory: home.directory })).state).toBe('stopped');
  });

  test('says so when a service dies later', async () => {
    const dev = home.start(['dev'], env);
    await dev.says('Ctrl-C stops everything.');
    process.kill(dev.find(/api pid (\d+)/), 'SIGKILL');
    expect(await dev.ended).toMatchObject({ code: 6, stderr: expect.stringContaining('(signal SIGKILL)') });
  });

  test('leaves no process behind when it is killed, and starts again', async () => {
    const dev = home.start(['dev'], env);
    await dev.says('Ctrl-C stops everything.');
    const pids = [dev.find(/api pid (\d+)/), dev.find(/worker pid (\d+)/)];
    dev.child.kill('SIGKILL');
    await dev.ended;
    await until(() => pids.every((pid) => !isAlive(pid)));
    await until(async () => (await serverStatus({ directory: home.directory })).state === 'stopped');
    const again = home.start(['dev'], env);
    await again.says('Ctrl-C stops everything.');
    again.child.kill('SIGTERM');
    expect(await again.ended).toMatchObject({ code: 0 });
  });

  test('ends in order while it is still starting', async () => {
    const fresh = await newHome();
    try {
      const dev = fresh.start(['dev'], env);
      await dev.says('database at');
      process.kill(-dev.pid, 'SIGINT');
      expect(await dev.ended).toMatchObject({ code: 0, stdout: '' });
      expect((await serverStatus({ directory: fresh.directory })).state).toBe('stopped');
      const again = fresh.start(['dev'], env);
      await again.says('Ctrl-C stops everything.');
      again.child.kill('SIGINT');
      expect(await again.ended).toMatchObject({ code: 0 });
    } finally {
      await fresh.dispose();
    }
  });

  test('uses the database that the environment names, and keeps its secrets between two runs', async () => {
    await home.run(['up']);
    const named = {
      ...env,
      ORGDB_HOME: path.join(path.dirname(home.directory), 'other'),
      DATABASE_URL: (await home.run(['url', '--role', 'superuser'])).stdout.trim(),
    };
    const secrets = path.join(`${named.ORGDB_HOME}-external`, 'credentials.json');
    const kept: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const dev = home.start(['dev'], {
        ...named,
        ADMIN_DATABASE_URL: named.DATABASE_URL,
        WORKER_DATABASE_URL: named.DATABASE_URL,
      });
      await dev.says('Ctrl-C stops everything.');
      dev.child.kill('SIGINT');
      expect(await dev.ended).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('passes row level security, so nothing isolates the tenants'),
      });
      kept.push(await readFile(secrets, 'utf8'));
    }
    expect(kept[1]).toBe(kept[0]);
    expect((await stat(secrets)).mode & 0o777).toBe(0o600);
    expect((await serverStatus({ directory: named.ORGDB_HOME })).state).toBe('stopped');
    expect((await serverStatus({ directory: home.directory })).state).toBe('running');
    await home.run(['down']);
  });

  test('prints one JSON document when it is ready', async () => {
    const dev = home.start(['dev', '--json'], env);
    await dev.says('"address"');
    dev.child.kill('SIGINT');
    const { code, stdout, stderr } = await dev.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      address: `http://127.0.0.1:${env.PORT}`,
      logins: expect.any(Array),
    });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}
