import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { connect } from '../../database/connect.ts';
import { quoteIdentifier } from '../../derive/quote.ts';
import { type ProbePlan, planProbes } from './plan-probes.ts';
import { type Incident, Probe } from './probe.ts';

/** Pause between two looks at who waits, in milliseconds. Shorter waits than that may go unseen; they hurt nobody. */
const LOOK = 10;
/** Rounds a second of all probes together, at most: they are to notice the migration, not to slow it down. */
const ROUNDS_PER_SECOND = 500;
/** Connections that are left to others. */
const RESERVE = 10;

export interface LoadOptions {
  /** Connection string for the probes, to the database. */
  readonly url: string;
  /** The role that they work as, set after connecting; undefined for that of the connection string. */
  readonly role: string | undefined;
  readonly tables: readonly string[];
  /** Process of the session that migrates. */
  readonly worker: number;
}

/** Programs that read and write while a migration runs, and a look-out that sees which of them wait for it. */
export class Load {
  readonly incidents: Incident[] = [];
  /** Tables that are read or written by probes. */
  readonly tables: readonly string[];
  readonly #probes: readonly Probe[];
  readonly #watch: Client;
  readonly #worker: number;
  #stopped = false;
  #watching: Promise<void> = Promise.resolve();

  private constructor(
    probes: readonly Probe[],
    sessions: { watch: Client; worker: number; incidents: Incident[] },
  ) {
    this.#probes = probes;
    this.#watch = sessions.watch;
    this.#worker = sessions.worker;
    this.incidents = sessions.incidents;
    this.tables = [...new Set(probes.map(({ plan }) => plan.table))];
  }

  /** @param client a role that sees all rows */
  static async start(client: Client, options: LoadOptions): Promise<Load> {
    const { rows } = await client.query<{ role: string; free: number }>(
      `SELECT current_user AS role, current_setting('max_connections')::int - (SELECT count(*) FROM pg_stat_activity)::int AS free`,
    );
    const { role = '', free = 0 } = rows[0] ?? {};
    const plans: (ProbePlan & { as: string | undefined })[] = [];
    for (const table of options.tables) {
      const planned = await planFor(client, table, { role: options.role, own: role });
      if (plans.length + planned.length > free - RESERVE) break;
      plans.push(...planned);
    }
    const incidents: Incident[] = [];
    const pause = Math.max(5, (plans.length * 1000) / ROUNDS_PER_SECOND);
    const opened: Client[] = [];
    try {
      const watch = await connect(options.url);
      opened.push(watch);
      const probes: Probe[] = [];
      for (const plan of plans) {
        const session = await connect(options.url);
        opened.push(session);
        if (plan.as !== undefined) await session.query(`SET ROLE ${quoteIdentifier(plan.as)}`);
        const { rows: found } = await session.query<{ pid: number }>(
          "SELECT pg_backend_pid() AS pid, set_config('app.current_tenant_id', $1, false)",
          [plan.tenant ?? ''],
        );
        const pid = found[0]?.pid ?? 0;
        const tell = (incident: Incident) => incidents.push(incident);
        probes.push(new Probe(session, { plan, pid, pause, tell }));
      }
      const load = new Load(probes, { watch, worker: options.worker, incidents });
      for (const probe of probes) probe.start();
      load.#watching = load.#look();
      return load;
    } catch (error) {
      await Promise.all(opened.map((session) => session.end().catch(() => undefined)));
      throw error;
    }
  }

  /** Rounds of writers so far. */
  get writes(): number {
    return this.#probes.reduce((sum, { plan, rounds }) => sum + (plan.kind === 'write' ? rounds : 0), 0);
  }

  /** Lets each probe finish what it does, and ends their sessions. */
  async stop(): Promise<void> {
    await Promise.all(this.#probes.map((probe) => probe.stop()));
    this.#stopped = true;
    await this.#watching;
    await this.#watch.end().catch(() => undefined);
  }

  async #look(): Promise<void> {
    const byPid = new Map(this.#probes.map((probe) => [probe.pid, probe]));
    while (!this.#stopped) {
      try {
        const { rows } = await this.#watch.query<{ pid: number; waited: number }>(
          `SELECT pid, 1000 * coalesce(extract(epoch FROM clock_timestamp() - waitstart), 0)::float8 AS waited FROM pg_locks
           WHERE NOT granted AND pid = ANY ($1) AND $2 = ANY (pg_blocking_pids(pid))`,
          [[...byPid.keys()], this.#worker],
        );
        const now = performance.now();
        for (const { pid, waited } of rows) byPid.get(pid)?.sawBlocked(now - waited);
      } catch {
        return; // The session was ended with everything else.
      }
      await sleep(LOOK);
    }
  }
}

/** As the services' role, or as our own where that one may not touch the table. */
async function planFor(
  client: Client,
  table: string,
  { role, own }: { role: string | undefined; own: string },
): Promise<(ProbePlan & { as: string | undefined })[]> {
  const planned = role === undefined ? [] : await planProbes(client, table, role);
  if (planned.length > 0) return planned.map((plan) => ({ ...plan, as: role }));
  return (await planProbes(client, table, own)).map((plan) => ({ ...plan, as: undefined }));
}
