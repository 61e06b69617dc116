import type { Scope } from '../tenant/scope.ts';
import type { TenantPool } from '../tenant/tenant-pool.ts';

/** A replica at this moment. */
export interface ReplicaStats {
  /** `host:port` */
  readonly address: string;
  /** May it answer reads now? */
  readonly usable: boolean;
  /** It is no older than this, in milliseconds; null when it was never level with the primary. */
  readonly lagMs: number | null;
  /** Why it is not usable, as a code of `DbError` or `LAGGING`, `NOT_A_REPLICA`, `UNKNOWN_YET`. */
  readonly reason: string | null;
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
}

/** A standby, its pool, and what the last measurements said of it. */
export class Replica {
  readonly url: string;
  readonly address: string;
  readonly pool: TenantPool;
  /** When the primary was where this replica is by now: it is at most so old. */
  levelAt = Number.NEGATIVE_INFINITY;
  /** What it has replayed of the primary's log. */
  replayed = 0n;
  /** Why it must not be asked, until a measurement says otherwise. */
  trouble: string | null = 'UNKNOWN_YET';
  readonly #scopes = new WeakMap<Scope, Scope>();

  constructor(url: string, pool: TenantPool) {
    const { hostname, port } = new URL(url);
    this.url = url;
    this.address = `${hostname}:${port || '5432'}`;
    this.pool = pool;
  }

  /** The scope in which the pools hand out connections to this replica. */
  scopeOf(scope: Scope): Scope {
    const known = this.#scopes.get(scope);
    if (known) return known;
    const own = Object.create(scope, { pool: { value: this.pool } }) as Scope;
    this.#scopes.set(scope, own);
    return own;
  }

  stats(maxLagMs: number): ReplicaStats {
    const lagMs = performance.now() - this.levelAt;
    const reason = this.trouble ?? (lagMs > maxLagMs ? 'LAGGING' : null);
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.pool;
    const { address } = this;
    return {
      address,
      usable: reason === null,
      lagMs: Number.isFinite(lagMs) ? lagMs : null,
      reason,
      total,
      idle,
      waiting,
      max: this.pool.options.max,
    };
  }
}
