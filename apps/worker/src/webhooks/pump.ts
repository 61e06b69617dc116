import { setTimeout as sleep } from 'node:timers/promises';
import { DbError } from '@org/db';
import { claimDueDeliveries } from '@org/domain';
import type { Context } from '../context.ts';
import { deliver } from './deliver.ts';
import { InFlight } from './in-flight.ts';

export interface Pump {
  /** Claims no more, and resolves when all that was claimed has its result. */
  stop(): Promise<void>;
}

/** Longest pause after failures of the database, in milliseconds. */
const MAX_PAUSE_MS = 10_000;

/**
 * Delivers the webhooks of all tenants until it is stopped. Every `pollMs` it asks, in one query, at which tenants
 * something is due, and looks at these; where a delivery has
 * just ended it looks at once, as the next event of the same entity may go out now. When the database is away it waits,
 * and goes on afterwards.
 */
export function startPump(context: Context): Pump {
  const { config, db, log, operations } = context;
  const { pollMs, concurrency, leaseMs } = config.webhooks;
  const inFlight = new InFlight(concurrency);
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  /** Aborted when a delivery ends, which ends the pause. */
  let ended = new AbortController();
  /** Tenants that are still to be looked at in this round. */
  let round: string[] = [];
  let nextRoundAt = 0;
  /** Tenants of which a delivery has ended since they were looked at. */
  const changed = new Set<string>();

  function start(tenantId: string, subscriptionId: string, work: Promise<void>): void {
    inFlight.add(tenantId, subscriptionId);
    const task = work.finally(() => {
      running.delete(task);
      inFlight.remove(tenantId, subscriptionId);
      changed.add(tenantId);
      ended.abort();
    });
    running.add(task);
  }

  async function lookAt(tenantId: string): Promise<void> {
    const limit = inFlight.room(tenantId);
    if (limit <= 0) return;
    const due = await claimDueDeliveries(db.forTenant({ tenantId }), {
      limit,
      limitPerSubscription: inFlight.limitPerSubscription,
      exceptSubscriptionIds: inFlight.busySubscriptions(),
      leaseMs,
    });
    for (const delivery of due)
      start(tenantId, delivery.subscriptionId, deliver(context, tenantId, delivery));
  }

  /** Looks at tenants as long as there is room. A round that ran out of it goes on later where it was. */
  async function fill(): Promise<void> {
    if (round.length === 0 && Date.now() >= nextRoundAt) {
      nextRoundAt = Date.now() + pollMs;
      round = await operations.listTenantsWithDueWebhooks();
    }
    while (!stopping.signal.aborted && !inFlight.full) {
      // The round first: a tenant whose deliveries keep ending must not keep the others waiting.
      const tenantId = round.shift() ?? changed.values().next().value;
      if (tenantId === undefined) return;
      changed.delete(tenantId);
      await lookAt(tenantId);
    }
  }

  async function pause(ms: number, ...signals: AbortSignal[]): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, ...signals]);
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        await fill();
        if (failures > 0) log.info('webhooks go on');
        failures = 0;
        await pause(inFlight.full ? MAX_PAUSE_MS : Math.max(0, nextRoundAt - Date.now()), ended.signal);
        if (ended.signal.aborted) ended = new AbortController();
      } catch (error) {
        failures += 1;
        // While the database is away, the failures after the first say nothing new.
        const level = failures === 1 || !(error instanceof DbError) ? 'error' : 'debug';
        log[level]({ err: error }, 'webhooks cannot be read, will be tried again');
        await pause(Math.min(MAX_PAUSE_MS, pollMs * 2 ** (failures - 1)));
      }
    }
  }

  const loop = run();
  return {
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(running);
    },
  };
}
