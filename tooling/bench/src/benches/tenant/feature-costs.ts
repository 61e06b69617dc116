import { randomBytes } from 'node:crypto';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { createDb, type Db, type DbOptions, type TenantClient } from '@org/db';
import type { TestDatabase } from '@org/db-testing';
import type { Run } from '../../measure.ts';
import { type Client, workOf } from './cases.ts';
import { type Cost, compare, type Given, type Length } from './costs.ts';
import { CONNECTIONS } from './peers.ts';

/** Written and read in turn, so that callers do not wait for each other's row. */
const ROWS = 500;

/** What features cost that one may have or not: the same work with and without the feature, by ten callers. */
export const FEATURE_COSTS: Readonly<Record<string, Cost>> = {
  'cost of tracing': costOfTracing,
  'cost of an encrypted field: write': (given, length) =>
    costOfEncryption('cost of an encrypted field: write', given, length, {
      secret: (client, where, call) =>
        client.webhookSubscription.update({
          where,
          data: { secret: `secret ${call}` },
          select: { id: true },
        }),
      url: (client, where, call) =>
        client.webhookSubscription.update({ where, data: { url: `https://${call}` }, select: { id: true } }),
    }),
  'cost of an encrypted field: read': (given, length) =>
    costOfEncryption('cost of an encrypted field: read', given, length, {
      secret: (client, where) => client.webhookSubscription.findUnique({ where, select: { secret: true } }),
      url: (client, where) => client.webhookSubscription.findUnique({ where, select: { url: true } }),
    }),
};

/** Spans of OpenTelemetry's own tracer, which are made and then dropped: what becomes of them is the exporter's. */
async function costOfTracing({ database, pick }: Given, length: Length): Promise<Run[]> {
  const dropped = {
    onStart: () => {},
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const tracer = new TracerProvider({ spanProcessors: [dropped] }).getTracer('@org/db');
  const work = workOf('find one');
  return await withDbs(database, [{ tracer }, {}], async ([traced, plain]) => {
    const find = (db: Db) => (call: number) =>
      work(db.forTenant({ tenantId: pick(call).tenantId }) as unknown as Client, pick(call), call);
    return await compare('cost of tracing', length, {
      ours: find(traced as Db),
      'without a tracer': find(plain as Db),
    });
  });
}

type Call = (client: TenantClient, where: { id: string }, call: number) => Promise<unknown>;

/** Two columns of the same rows, one of them encrypted. */
async function costOfEncryption(
  name: string,
  { database, pick }: Given,
  length: Length,
  calls: { readonly secret: Call; readonly url: Call },
): Promise<Run[]> {
  const masterKey = { id: 'bench', key: KEY };
  return await withDbs(database, [{ masterKey }], async ([db]) => {
    const client = (db as Db).forTenant({ tenantId: pick(0).tenantId });
    const data = Array.from({ length: ROWS }, (_, i) => ({ url: `https://${i}`, secret: 'secret' }));
    const rows = await client.webhookSubscription.createManyAndReturn({ data, select: { id: true } });
    const on = (run: Call) => (call: number) => run(client, { id: rows[call % ROWS]?.id ?? '' }, call);
    return await compare(name, length, { ours: on(calls.secret), 'a plain field': on(calls.url) });
  });
}

/** One for all cases: the tenant's data key is wrapped by it. */
const KEY = randomBytes(32);

async function withDbs<T>(
  database: TestDatabase,
  options: readonly Partial<DbOptions>[],
  use: (dbs: readonly Db[]) => Promise<T>,
): Promise<T> {
  const pool = { max: CONNECTIONS, idleTimeoutMs: 0 };
  const dbs = options.map((own) => createDb({ url: database.url('app'), pool, ...own }));
  try {
    return await use(dbs);
  } finally {
    await Promise.all(dbs.map((db) => db.close()));
  }
}
