import { DbError } from '../errors/db-error.ts';
import type { PoolFigures } from '../observability/watch.ts';
import type { ReadRouter } from '../replicas/read-router.ts';
import type { Endpoint } from './endpoint.ts';

export interface PoolStats {
  /** Open connections. */
  readonly total: number;
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
  /** Connections at most. */
  readonly max: number;
}

export interface Health {
  readonly reachable: boolean;
  /** Time of one round trip, a free connection included, in milliseconds. */
  readonly latencyMs: number;
  /** What `prisma migrate` has applied; null in a database without them. */
  readonly migrations: { readonly applied: number; readonly latest: string | null } | null;
  readonly pool: PoolStats;
  /** Why the database is not reachable. */
  readonly error?: DbError;
}

export function poolStats(endpoint: Endpoint): PoolStats {
  const { totalCount, idleCount, waitingCount, options } = endpoint.pool;
  return { total: totalCount, idle: idleCount, waiting: waitingCount, max: options.max };
}

/** What the pools look like, for whoever collects figures. */
export function poolFigures(
  services: Endpoint,
  admin: Endpoint | undefined,
  replicas: ReadRouter | undefined,
): readonly PoolFigures[] {
  return [
    { name: 'services', ...poolStats(services) },
    ...(admin ? [{ name: 'admin', ...poolStats(admin) }] : []),
    ...(replicas?.stats ?? []).map(({ address: name, total, idle, waiting, max }) => ({
      name,
      total,
      idle,
      waiting,
      max,
    })),
  ];
}

/** Looks whether the database answers, and what was migrated. Never throws for a database that does not answer. */
export async function checkHealth(endpoint: Endpoint): Promise<Health> {
  const start = performance.now();
  try {
    await endpoint.query('select 1');
    const latencyMs = performance.now() - start;
    return { reachable: true, latencyMs, migrations: await migrations(endpoint), pool: poolStats(endpoint) };
  } catch (error) {
    if (!(error instanceof DbError)) throw error;
    const latencyMs = performance.now() - start;
    return { reachable: false, latencyMs, migrations: null, pool: poolStats(endpoint), error };
  }
}

async function migrations(endpoint: Endpoint): Promise<Health['migrations']> {
  try {
    const rows = await endpoint.query<{ applied: number; latest: string | null }>(
      'select count(*)::int as applied, max(name) as latest from core.applied_migrations()',
    );
    return rows[0] ?? null;
  } catch (error) {
    if (error instanceof DbError && error.code === 'DATABASE_SCHEMA_MISMATCH') return null;
    throw error;
  }
}
