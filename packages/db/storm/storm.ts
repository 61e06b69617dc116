import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import pg from 'pg';
import { createDb, type DbOptions, toDbError } from '../src/index.ts';
import { type Chaos, type ChaosOptions, startChaos } from './chaos.ts';
import { type Fate, type FoundRow, Ledger } from './ledger.ts';
import { ForeignRow, type StormOperation } from './operations/turn.ts';
import { stormOperations } from './operations.ts';
import { randomFrom } from './random.ts';

export interface StormOptions extends Omit<ChaosOptions, 'random'> {
  /** Of the services' role; through a pooler or not. */
  readonly url: string;
  readonly pooled: boolean;
  readonly options?: Partial<DbOptions>;
  readonly tenants: number;
  readonly connections: number;
  readonly callers: number;
  /** How many queries have to be answered. */
  readonly queries: number;
  readonly seed: number;
  readonly onProgress?: (state: Progress) => void;
}

export interface Progress {
  readonly queries: number;
  /** Failures by their codes; all of them were expected. */
  readonly failures: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly restarts: number;
}

export interface StormResult extends Progress {
  readonly groups: Record<Fate, number>;
  readonly operations: Readonly<Record<string, number>>;
  /** What should not have been; empty when all is well. */
  readonly faults: readonly string[];
}

/** What kills, restarts, aborts and time-outs may lead to. Anything else is a fault. */
const EXPECTED: ReadonlySet<string> = new Set([
  'ABORTED',
  'DATABASE_UNREACHABLE',
  'POOL_TIMEOUT',
  'STATEMENT_TIMEOUT',
  'TRANSACTION_ABORTED',
  'TRANSACTION_EXPIRED',
]);

/**
 * Many callers of many tenants on few connections, while sessions and the server are ended under them. In the end every
 * row that was acknowledged has to be there, what was not acknowledged wholly or not at all, and nobody may have seen a
 * row of another tenant.
 */
export async function storm(options: StormOptions): Promise<StormResult> {
  const tenants = await makeTenants(options);
  const ledger = new Ledger(tenants);
  const db = createDb({
    url: options.url,
    pool: { max: options.connections },
    applicationName: 'storm',
    preparedStatements: !options.pooled,
    ...options.options,
  });
  const state = {
    queries: 0,
    failures: {} as Record<string, number>,
    operations: {} as Record<string, number>,
  };
  const faults: string[] = [];
  const chaos = startChaos({ ...options, random: randomFrom(options.seed - 1) });
  const operations = stormOperations(options.pooled);

  const call = async (caller: number) => {
    const random = randomFrom(options.seed + caller);
    while (state.queries < options.queries && faults.length < 20) {
      const tenant = Math.floor(random() * tenants.length);
      const context = { tenantId: tenants[tenant] ?? '' };
      const operation = pick(operations, random());
      try {
        const answered = await operation.run({
          db,
          context,
          client: db.forTenant(context),
          random,
          prefix: `${tenant}-`,
          open: (size) => {
            const group = ledger.open(tenant, caller, size);
            return { group, codes: Array.from({ length: size }, (_, i) => `${group.key}:${i}`) };
          },
        });
        state.queries += answered;
        state.operations[operation.name] = (state.operations[operation.name] ?? 0) + 1;
      } catch (error) {
        const code = error instanceof ForeignRow ? 'FOREIGN_ROW' : toDbError(error).code;
        if (EXPECTED.has(code)) state.failures[code] = (state.failures[code] ?? 0) + 1;
        else
          faults.push(
            `${operation.name}: ${code}: ${(error as Error).message} ${inspect((error as Error).cause)}`,
          );
        if (code === 'DATABASE_UNREACHABLE') await sleep(50);
      }
      if (db.pool.total > options.connections) faults.push(`${db.pool.total} connections are open`);
    }
  };
  const progress = () => ({ queries: state.queries, failures: state.failures, ...counts(chaos) });
  const timer = setInterval(() => options.onProgress?.(progress()), 10_000);
  try {
    await Promise.all(Array.from({ length: options.callers }, (_, caller) => call(caller)));
  } finally {
    clearInterval(timer);
    await chaos.stop();
  }
  const { pool } = db;
  if (pool.total !== pool.idle || pool.waiting > 0)
    faults.push(`connections were not given back: ${JSON.stringify(pool)}`);
  await db.close();
  faults.push(...(await lookBack(options, ledger)));
  return { ...progress(), groups: ledger.count(), operations: state.operations, faults };
}

const counts = ({ kills, restarts }: Chaos) => ({ kills, restarts });

function pick(operations: readonly StormOperation[], at: number): StormOperation {
  let rest = at * operations.reduce((sum, { weight }) => sum + weight, 0);
  for (const operation of operations) {
    rest -= operation.weight;
    if (rest < 0) return operation;
  }
  return operations[0] as StormOperation;
}

async function makeTenants({ superuserUrl, tenants }: StormOptions): Promise<string[]> {
  const ids = Array.from(
    { length: tenants },
    (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  );
  await withSuperuser(superuserUrl, (client) =>
    client.query(
      `insert into core.tenants (id, slug, name, contact_email, status)
       select id, 'storm-' || n, 'Storm', 'a@b.c', 'ACTIVE' from unnest($1::uuid[]) with ordinality as t (id, n)`,
      [ids],
    ),
  );
  return ids;
}

/** Past every policy: all rows, and what the services have left on the server. */
async function lookBack({ superuserUrl, login, pooled }: StormOptions, ledger: Ledger): Promise<string[]> {
  return withSuperuser(superuserUrl, async (client) => {
    const rows = await client.query<FoundRow>(
      'select tenant_id, code, name from commerce.suppliers union all select tenant_id, code, name from commerce.products',
    );
    const faults = ledger.faults(rows.rows);
    // A pooler keeps its own, but none of them in a transaction.
    for (const deadline = Date.now() + 5_000; ; await sleep(50)) {
      const left = await client.query(
        `select state from pg_stat_activity where datname = current_database() and usename = $1 and ($2 or state <> 'idle')`,
        [login, !pooled],
      );
      if (left.rowCount === 0) return faults;
      if (Date.now() > deadline) return [...faults, `${left.rowCount} sessions were left on the server`];
    }
  });
}

async function withSuperuser<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
