import pg from 'pg';
import { toDbError } from '../errors/to-db-error.ts';
import { parsePosition } from '../tenant/log-position.ts';
import type { Replica } from './replica.ts';

/** A server that does not say by then where it is, in milliseconds, is not to be asked for rows either. */
const PATIENCE_MS = 2_000;
/** So many positions of the primary are kept, to be compared with what the replicas have replayed. */
const SAMPLES = 256;

interface Sample {
  readonly at: number;
  readonly position: bigint;
}

const PRIMARY = `select pg_current_wal_insert_lsn()::text as position, system_identifier::text as cluster
  from pg_control_system()`;
const STANDBY = `select pg_last_wal_replay_lsn()::text as position, system_identifier::text as cluster
  from pg_control_system() where pg_is_in_recovery()`;

/**
 * Measures how old replicas are, without trusting any server's clock: the primary's position is noted with the time at
 * which it was asked for, and a replica that has replayed it shows everything that had been committed by then.
 *
 * It begins with the first use, has connections of its own, so that a busy pool does not look like a slow replica, and
 * keeps no process alive.
 */
export class LagMonitor {
  readonly #primary: pg.Pool;
  readonly #replicas: readonly { readonly replica: Replica; readonly pool: pg.Pool }[];
  readonly #intervalMs: number;
  #samples: Sample[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(url: string, replicas: readonly Replica[], intervalMs: number, applicationName?: string) {
    const pool = (connectionString: string) => openPool(connectionString, applicationName);
    this.#primary = pool(url);
    this.#replicas = replicas.map((replica) => ({ replica, pool: pool(replica.url) }));
    this.#intervalMs = intervalMs;
  }

  /** Begins to measure, if it has not begun. */
  start(): void {
    if (!this.#running && !this.#timer && !this.#closed) this.#measureAgain();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
    await Promise.all([this.#primary, ...this.#replicas.map(({ pool }) => pool)].map((pool) => pool.end()));
  }

  #measureAgain(): void {
    this.#timer = undefined;
    this.#running = this.#measure().finally(() => {
      this.#running = undefined;
      if (!this.#closed) this.#timer = setTimeout(() => this.#measureAgain(), this.#intervalMs).unref();
    });
  }

  async #measure(): Promise<void> {
    const at = performance.now();
    const cluster = await this.#samplePrimary(at);
    if (cluster === undefined) return;
    await Promise.all(
      this.#replicas.map(({ replica, pool }) => this.#measureReplica(replica, pool, cluster)),
    );
  }

  /** Answers which cluster it is. Without the primary's word nothing is known, and replicas grow old. */
  async #samplePrimary(at: number): Promise<string | undefined> {
    try {
      const { rows } = await this.#primary.query<{ position: string; cluster: string }>(PRIMARY);
      const [row] = rows;
      if (!row) return undefined;
      this.#samples.push({ at, position: parsePosition(row.position) });
      if (this.#samples.length > SAMPLES) this.#samples.shift();
      return row.cluster;
    } catch {
      return undefined;
    }
  }

  async #measureReplica(replica: Replica, pool: pg.Pool, cluster: string): Promise<void> {
    try {
      const { rows } = await pool.query<{ position: string | null; cluster: string }>(STANDBY);
      const [row] = rows;
      if (!row?.position || row.cluster !== cluster) {
        replica.trouble = 'NOT_A_REPLICA';
        return;
      }
      replica.replayed = parsePosition(row.position);
      const level = this.#samples.findLast(({ position }) => position <= replica.replayed);
      if (level) replica.levelAt = level.at;
      replica.trouble = null;
    } catch (error) {
      replica.trouble = toDbError(error).code;
    }
  }
}

function openPool(connectionString: string, applicationName: string | undefined): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 1,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    allowExitOnIdle: true,
    ...(applicationName === undefined ? {} : { application_name: applicationName }),
  });
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', () => {});
  return pool;
}
