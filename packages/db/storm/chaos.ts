import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface ChaosOptions {
  /** Past every policy, and past a pooler. */
  readonly superuserUrl: string;
  /** Of the services: their sessions are ended. */
  readonly login: string;
  readonly random: () => number;
  /** Pause between two kills, in milliseconds, on average. */
  readonly killEveryMs: number;
  /** Pause between two restarts; needs `restart`. */
  readonly restartEveryMs: number;
  /** Stops the server, in order or by a crash, and starts it again. */
  readonly restart?: ((how: 'stop' | 'crash') => Promise<void>) | undefined;
}

export interface Chaos {
  readonly kills: number;
  readonly restarts: number;
  /** Lets the server alone from now on. @throws what a restart failed with */
  stop(): Promise<void>;
}

/** Ends sessions of the services, and now and then the whole server, until it is stopped. */
export function startChaos(options: ChaosOptions): Chaos {
  const { random, restart } = options;
  const done = new AbortController();
  const count = { kills: 0, restarts: 0 };
  const pause = (ms: number) =>
    sleep(ms * (0.5 + random()), undefined, { signal: done.signal }).catch(() => {});
  const kill = async () => {
    while (!done.signal.aborted) {
      await pause(options.killEveryMs);
      if (!done.signal.aborted) count.kills += await killOne(options).catch(() => 0);
    }
  };
  const restarts = async () => {
    while (restart && !done.signal.aborted) {
      await pause(options.restartEveryMs);
      if (done.signal.aborted) return;
      await restart(random() < 0.5 ? 'stop' : 'crash');
      count.restarts += 1;
    }
  };
  const running = Promise.all([kill(), restarts()]);
  running.catch(() => {});
  return {
    get kills() {
      return count.kills;
    },
    get restarts() {
      return count.restarts;
    },
    async stop() {
      done.abort();
      await running;
    },
  };
}

async function killOne({ superuserUrl, login }: ChaosOptions): Promise<number> {
  const client = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {}); // The server may be restarting.
  try {
    await client.connect();
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from (
         select pid from pg_stat_activity where datname = current_database() and usename = $1 order by random() limit 1) s`,
      [login],
    );
    return rowCount ?? 0;
  } finally {
    await client.end().catch(() => {});
  }
}
