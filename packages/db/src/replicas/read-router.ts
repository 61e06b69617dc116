import type { DbErrorCode } from '../errors/codes.ts';
import { toDbError } from '../errors/to-db-error.ts';
import type { EngineQuery } from '../tenant/engine-query.ts';
import type { Scope } from '../tenant/scope.ts';
import { LagMonitor } from './lag-monitor.ts';
import { DEFAULT_CHECK_INTERVAL_MS, DEFAULT_MAX_LAG_MS, type ReplicaOptions } from './options.ts';
import { isRead, mayWrite } from './reading.ts';
import { RecentWrites } from './recent-writes.ts';
import type { Replica, ReplicaStats } from './replica.ts';

type Run = (scope: Scope) => Promise<unknown>;

/** Failures of a replica that say nothing of the query: the primary is asked instead. */
const REPLICAS_OWN: ReadonlySet<DbErrorCode> = new Set([
  'DATABASE_UNREACHABLE',
  'DATABASE_AUTH_FAILED',
  'POOL_TIMEOUT',
  // A row version that the read needed was removed by what was replayed.
  'SERIALIZATION_FAILURE',
  'DEADLOCK',
  // A migration that the replica has not replayed, or has replayed meanwhile.
  'DATABASE_SCHEMA_MISMATCH',
  'STATEMENT_OUTDATED',
  'LOCK_TIMEOUT',
]);
/** Of these it is not worth to ask the replica again before it was measured. */
const DOWN: ReadonlySet<DbErrorCode> = new Set(['DATABASE_UNREACHABLE', 'DATABASE_AUTH_FAILED']);
/** A write in a read-only transaction, and what is refused during recovery. */
const READ_ONLY: ReadonlySet<string | undefined> = new Set(['25006', '55000', '0A000']);

/**
 * Sends reads outside of transactions to a replica that is young enough and has everything that the tenant has written
 * through this `Db`, and all else to the primary. A read that a replica fails for reasons of its own is repeated there.
 */
export class ReadRouter {
  readonly #replicas: readonly Replica[];
  readonly #maxLagMs: number;
  readonly #writes: RecentWrites;
  readonly #monitor: LagMonitor;
  #next = 0;

  constructor(url: string, replicas: readonly Replica[], options: ReplicaOptions, applicationName?: string) {
    this.#replicas = replicas;
    this.#maxLagMs = options.maxLagMs ?? DEFAULT_MAX_LAG_MS;
    this.#writes = new RecentWrites(this.#maxLagMs);
    const intervalMs = options.checkIntervalMs ?? DEFAULT_CHECK_INTERVAL_MS;
    this.#monitor = new LagMonitor(url, replicas, intervalMs, applicationName);
  }

  get stats(): readonly ReplicaStats[] {
    return this.#replicas.map((replica) => replica.stats(this.#maxLagMs));
  }

  /** A write, or what might be one, has ended. */
  wrote(scope: Scope): void {
    this.#writes.note(scope.context?.tenantId);
  }

  /** Runs one operation, or several that were merged, that belong to no transaction. */
  async run(scope: Scope, queries: readonly EngineQuery[], run: Run): Promise<unknown> {
    const replica = queries.every(isRead) ? this.#choose(scope) : undefined;
    if (replica) {
      try {
        return await run(replica.scopeOf(scope));
      } catch (error) {
        if (!this.#blame(replica, error)) throw error;
      }
    }
    if (!queries.some(mayWrite)) return await run(scope);
    try {
      return await run(scope);
    } finally {
      this.wrote(scope);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#monitor.close(), ...this.#replicas.map(({ pool }) => pool.end())]);
  }

  #choose(scope: Scope): Replica | undefined {
    if (scope.primaryOnly) return undefined;
    this.#monitor.start();
    const notBefore = Math.max(
      performance.now() - this.#maxLagMs,
      this.#writes.lastOf(scope.context?.tenantId),
    );
    for (let i = 0; i < this.#replicas.length; i += 1) {
      const replica = this.#replicas[(this.#next + i) % this.#replicas.length];
      if (!replica || replica.trouble !== null || replica.levelAt <= notBefore) continue;
      if (scope.notBefore !== undefined && replica.replayed < scope.notBefore) continue;
      this.#next = (this.#next + i + 1) % this.#replicas.length;
      return replica;
    }
    return undefined;
  }

  #blame(replica: Replica, error: unknown): boolean {
    const { code, details } = toDbError(error);
    if (DOWN.has(code)) replica.trouble = code;
    return REPLICAS_OWN.has(code) || READ_ONLY.has(details.sqlState);
  }
}
