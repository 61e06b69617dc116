import { createDb } from '@org/db';
import type { Subject } from './promises.ts';

/** What was reached with many connections at once. */
export interface ConnectionsMeasured {
  readonly promised: number;
  /** Open at the same time, each with a transaction of its own. */
  readonly open: number;
  /** Of a look-up by e-mail while all of them look up. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly kept: boolean;
}

const PROMISED = 50;
const LOOK_UPS = 20;

/** Holds a transaction open on each of 50 connections at once, and looks up e-mails on all of them. */
export async function measureConnections(
  url: string,
  subjects: readonly Subject[],
): Promise<ConnectionsMeasured> {
  const db = createDb({ url, pool: { max: PROMISED, connectionTimeoutMs: 30_000 } });
  const times: number[] = [];
  let open = 0;
  try {
    let arrived = 0;
    const { promise: allArrived, resolve } = Promise.withResolvers<void>();
    const caller = async (number: number) => {
      const { tenantId, email } = subjects[number % subjects.length] as Subject;
      await db.forTenant({ tenantId }).$transaction(
        async (tx) => {
          await tx.user.count({ where: { email } });
          arrived += 1;
          if (arrived === PROMISED) {
            open = db.pool.total;
            resolve();
          }
          await allArrived;
          for (let i = 0; i < LOOK_UPS; i += 1) {
            const start = performance.now();
            await tx.user.findFirstOrThrow({ where: { email } });
            times.push(performance.now() - start);
          }
        },
        { maxWait: 30_000, timeout: 30_000 },
      );
    };
    await Promise.all(Array.from({ length: PROMISED }, (_, number) => caller(number)));
  } finally {
    await db.close();
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
  return { promised: PROMISED, open, p50Ms: at(0.5), p95Ms: at(0.95), kept: open >= PROMISED };
}
