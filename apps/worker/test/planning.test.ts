import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIntegration, createProject, recordSnapshot } from '@org/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type Platform } from './platform.ts';
import { startProgram } from './process.ts';

const key = randomBytes(32);
const TOKEN = 'a-token-for-the-tool-alone';
let platform: Platform;
beforeAll(async () => {
  platform = await createPlatform({ id: 'main', key: new Uint8Array(key) });
});
afterAll(() => platform.close());

const run = (job: string) =>
  startProgram(
    {
      WORKER_DATABASE_URL: platform.database.url('worker'),
      ORG_MASTER_KEY: `main:${key.toString('base64')}`,
      WEBHOOK_ALLOW_PRIVATE: 'true',
      LOG_LEVEL: 'trace',
    },
    '--run',
    job,
  );

async function tenantWithProject(slug: string) {
  const { client, tenantId } = await platform.addTenant(slug);
  const { id: ownerId } = await client.user.create({
    data: { name: 'Owner', email: 'owner@example.com', passwordHash: 'x', status: 'ACTIVE' },
  });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const { id: projectId } = await createProject(client, {
    name: 'Move',
    status: 'ACTIVE',
    startsOn: day(-60),
    dueOn: day(30),
    ownerId,
  });
  return { client, tenantId, projectId, day };
}

test('--run planning analyses and predicts for all tenants, and again changes nothing', async () => {
  const tenants = [await tenantWithProject('one'), await tenantWithProject('two')];
  for (const { client, projectId, day } of tenants) {
    for (const week of [0, 1, 2, 3, 4]) {
      const snapshot = { projectId, takenOn: day(-28 + week * 7), totalItems: 100, completedItems: week * 2 };
      await recordSnapshot(client, snapshot);
    }
  }
  const counts = async () =>
    Promise.all(
      tenants.map(async ({ client }) => [await client.gap.count(), await client.prediction.count()]),
    );
  for (let times = 0; times < 2; times += 1) {
    const program = run('planning');
    expect(await program.ended, program.output()).toBe(0);
    expect(await counts()).toEqual([
      [1, 2],
      [1, 2],
    ]);
  }
});

test('--run integration-sync pulls with the credentials, which no log line holds', async () => {
  const seen: (string | undefined)[] = [];
  const tool = createServer((request, response) => {
    seen.push(request.headers.authorization);
    if (request.url?.includes('BROKEN')) return void response.writeHead(500).end(TOKEN);
    const items = [{ id: 'A-1', title: 'One', status: 'DONE', changedAt: '2026-03-01T00:00:00Z' }];
    response.end(JSON.stringify({ items, cursor: null, more: false }));
  });
  tool.listen(0, '127.0.0.1');
  await once(tool, 'listening');
  try {
    const { client, projectId } = await tenantWithProject('three');
    const baseUrl = `http://127.0.0.1:${(tool.address() as AddressInfo).port}`;
    for (const externalProject of ['BROKEN', 'SOUND']) {
      await createIntegration(
        client,
        {
          provider: 'rest',
          name: externalProject,
          config: { projectId, baseUrl, externalProject },
          credentials: { access_token: TOKEN },
        },
        { allowPrivateAddresses: true },
      );
    }
    const program = run('integration-sync');
    expect(await program.ended, program.output()).toBe(0);
    expect(seen).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
    expect(await client.projectSnapshot.findFirst()).toMatchObject({ totalItems: 1, completedItems: 1 });
    const states = await client.integration.findMany({ orderBy: { name: 'asc' } });
    expect(states.map(({ syncFailures, lastError }) => [syncFailures, lastError])).toEqual([
      [1, 'The integration failed: the tool answered 500.'],
      [0, null],
    ]);
    expect(program.output()).toContain('integration pulled');
    expect(program.output()).not.toContain(TOKEN);
  } finally {
    tool.closeAllConnections();
    tool.close();
  }
});
