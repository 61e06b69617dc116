import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { engineSessions } from '../database/exclusive.ts';
import { blockersOf, type Session } from '../database/sessions.ts';
import { Canceller } from '../interruption.ts';

/** Pause between two looks, in milliseconds: well below the shortest lock time-out that makes sense. */
const PAUSE = 150;

/** Looks, beside an engine that works, for whom it waits; and stops it on demand. */
export interface BlockerWatch {
  /** Who kept it waiting last. */
  last(): readonly Session[];
  stop(): Promise<void>;
}

/**
 * @param client a connection that nothing else uses meanwhile
 * @param onBlocked told when the engine begins to wait for other sessions than before
 * @param signal when it is aborted, what the engine runs is cancelled
 */
export function watchBlockers(
  client: Client,
  onBlocked: (sessions: readonly Session[]) => void,
  signal?: AbortSignal,
): BlockerWatch {
  let isStopped = false;
  let last: readonly Session[] = [];
  const canceller = new Canceller();
  const look = async () => {
    let told = '';
    while (!isStopped) {
      const [engine] = await engineSessions(client);
      if (signal?.aborted && engine !== undefined) await canceller.cancel(client, engine.pid);
      const found = engine === undefined ? [] : await blockersOf(client, engine.pid);
      const pids = found.map(({ pid }) => pid).join();
      if (found.length > 0) last = found;
      if (found.length > 0 && pids !== told) onBlocked(found);
      told = pids;
      await sleep(PAUSE);
    }
  };
  // What is seen here is an explanation: to lack it must not fail the work.
  const looking = look().catch(() => undefined);
  return {
    last: () => last,
    stop: async () => {
      isStopped = true;
      await looking;
    },
  };
}
