import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET } from './open-api.ts';

const MAIN = path.join(import.meta.dirname, '..', 'dist', 'main.js');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ expectNoConnections: true });
});
afterAll(() => database.drop());

function start(environment: NodeJS.ProcessEnv) {
  const child = fork(MAIN, [], {
    env: {
      PATH: process.env.PATH,
      LOG_LEVEL: 'info',
      ORG_TOKEN_SECRET: SECRET,
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output: string[] = [];
  child.stdout?.on('data', (chunk) => output.push(String(chunk)));
  child.stderr?.on('data', (chunk) => output.push(String(chunk)));
  return { child, ended: once(child, 'close'), text: () => output.join('') };
}

async function ready(child: ChildProcess): Promise<number> {
  const [message] = await once(child, 'message');
  expect(message).toMatchObject({ type: 'ready', port: expect.any(Number) });
  return (message as { port: number }).port;
}

describe('the process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says when it is ready, answers, and ends well on %s',
    async (signal) => {
      const { child, ended, text } = start({ DATABASE_URL: database.url() });
      const port = await ready(child);
      const response = await fetch(`http://127.0.0.1:${port}/ready`);
      expect(response.status).toBe(200);
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
      expect(text()).toContain(`stopping on ${signal}`);
    },
  );

  it('finishes what is under way before it ends, and answers nothing new', async () => {
    const { child, ended, text } = start({ DATABASE_URL: database.url() });
    const port = await ready(child);
    const body = JSON.stringify({ tenant: 'nobody', email: 'a@b.test', password: 'x' });
    const login = request({
      port,
      path: '/auth/login',
      method: 'POST',
      agent: new Agent({ keepAlive: true }),
      headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
    });
    login.flushHeaders();
    await once(login, 'continue');
    child.kill('SIGTERM');
    await expect.poll(text).toContain('stopping on SIGTERM');
    login.end(body);
    const [response] = await once(login, 'response');
    expect(response).toMatchObject({ statusCode: 401, headers: { connection: 'close' } });
    response.resume();
    expect(await ended).toEqual([0, null]);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });

  it('starts without its database, and says so', async () => {
    const { child, ended, text } = start({ DATABASE_URL: 'postgresql://org_app:hunter2@127.0.0.1:1/org' });
    const port = await ready(child);
    await expect.poll(text).toContain('DATABASE_UNREACHABLE');
    expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(503);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(text()).not.toMatch(/hunter2|\n\s+at /);
  });

  it('says what is wrong with its environment, and ends with 1', async () => {
    const { ended, text } = start({ DATABASE_URL: 'mysql://root:hunter2@db/org', ORG_TOKEN_SECRET: 'short' });
    expect(await ended).toEqual([1, null]);
    expect(text()).toMatch(/DATABASE_URL must be[\s\S]*ORG_TOKEN_SECRET must have/);
    expect(text()).not.toMatch(/hunter2|\n\s+at /);
  });

  it('says that its port is in use, and ends with 1', async () => {
    const first = start({ DATABASE_URL: database.url() });
    const port = await ready(first.child);
    const second = start({ DATABASE_URL: database.url(), PORT: String(port) });
    expect(await second.ended).toEqual([1, null]);
    expect(second.text()).toContain('The port is in use.');
    expect(second.text()).not.toMatch(/\n\s+at /);
    first.child.kill('SIGTERM');
    await first.ended;
  });
});
