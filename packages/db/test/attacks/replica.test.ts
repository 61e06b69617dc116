import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { type Cluster, startCluster } from '../standby.ts';
import { attackOn } from './attack-ground.ts';

// The attacks that read again, answered by a standby: before each one it is seen to be the one that answers.
let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster?.end());

async function answeredByStandby(client: TenantClient): Promise<boolean> {
  const [row] = await client.$queryRaw<{ standby: boolean }[]>`select pg_is_in_recovery() as standby`;
  return row?.standby ?? false;
}

attackOn(async () => {
  const database = await cluster.newDatabase();
  return {
    database,
    options: {
      replicas: { urls: [cluster.replicaUrl(database)], maxLagMs: 60_000, checkIntervalMs: 20, poolMax: 1 },
    },
    async ready(clients) {
      await cluster.untilReplayed();
      for (const client of clients)
        await expect.poll(() => answeredByStandby(client), { interval: 5 }).toBe(true);
    },
  };
});

describe.each(['contexts', 'cursors', 'portal-reads', 'reads'])('replica: %s', async (name) => {
  await import(`./${name}.test.ts`);
});
