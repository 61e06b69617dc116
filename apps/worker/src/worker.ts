import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from './context.ts';
import { startQueue } from './queue/start-queue.ts';
import { startPump } from './webhooks/pump.ts';

export interface Worker {
  /**
   * Takes on nothing new, waits for what runs, for `shutdownMs` at most, and closes the connections. What could not be
   * waited for is done again by the next worker.
   */
  stop(): Promise<void>;
}

/** Starts the queue and the webhooks; resolves when both are at work. */
export async function startWorker(context: Context): Promise<Worker> {
  const { config, log, operations } = context;
  // Fails for a wrong role or a database without migrations before anything is started.
  await operations.listTenants();
  const queue = await startQueue(context);
  const pump = config.masterKeys.length > 0 ? startPump(context) : undefined;
  if (!pump) log.warn('ORG_MASTER_KEY is missing: webhooks are not delivered, as they cannot be signed');
  return {
    async stop() {
      const timeout = new AbortController();
      const late = sleep(config.shutdownMs, 'late', { signal: timeout.signal }).catch(() => 'done');
      const finished = Promise.all([queue.stop(config.shutdownMs), pump?.stop()]);
      if ((await Promise.race([finished, late])) === 'late') {
        log.warn('work was left unfinished, and will be done again');
      }
      timeout.abort();
      await Promise.race([context.close(), sleep(1_000, undefined, { ref: false })]);
    },
  };
}
