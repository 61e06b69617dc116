import { setTimeout as sleep } from 'node:timers/promises';
import { toDbError } from '@org/db';
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';

/** Who is woken when something changes in a tenant. */
type Wake = () => void;

/** Tells when rows of a tenant have changed; not what: that is for the tenant's own client to read. */
export interface ChangeListener {
  /** Calls `wake` after each change in the tenant, perhaps once for several; returns what ends it. */
  subscribe(tenantId: string, wake: Wake): () => void;
  close(): Promise<void>;
}

const CHANNEL = 'workforce_changes';
/** Pause before the next try to connect, in milliseconds. */
const RETRY = 1_000;

/**
 * Listens on one connection of its own, beside the tenants' pool, whose connections keep nothing of a session. It is
 * opened for the first subscriber. Lost, it is opened again, and everybody is woken: something may have been missed.
 *
 * A notification is `<tenant>:<id of a change>`. Anybody who can run SQL can send one; it leads to a look, to no more.
 *
 * @param url straight to the server: a pooler does not pass notifications on
 */
export function createChangeListener(url: string, log: FastifyBaseLogger): ChangeListener {
  const subscribers = new Map<string, Set<Wake>>();
  let client: pg.Client | undefined;
  let running: Promise<void> | undefined;
  const closing = new AbortController();

  const wakeAll = () => {
    for (const wakes of subscribers.values()) for (const wake of wakes) wake();
  };

  async function listenOnce(): Promise<void> {
    client = new pg.Client({ connectionString: url, application_name: 'org-api-live', keepAlive: true });
    const lost = Promise.withResolvers<void>();
    client.on('error', (error) => lost.reject(error));
    client.on('end', () => lost.resolve());
    // Settled before somebody waits for it, it would end the process.
    lost.promise.catch(() => undefined);
    client.on('notification', ({ payload = '' }) => {
      const [tenantId = ''] = payload.split(':');
      for (const wake of subscribers.get(tenantId) ?? []) wake();
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      wakeAll();
      await lost.promise;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await listenOnce();
      } catch (error) {
        log.warn({ err: toDbError(error) }, 'the connection for live views was lost, will be tried again');
      }
      await sleep(RETRY, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  return {
    subscribe(tenantId, wake) {
      const wakes = subscribers.get(tenantId) ?? new Set();
      subscribers.set(tenantId, wakes.add(wake));
      running ??= run();
      return () => {
        wakes.delete(wake);
        if (wakes.size === 0) subscribers.delete(tenantId);
      };
    },
    async close() {
      closing.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}
