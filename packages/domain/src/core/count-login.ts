import { createHash } from 'node:crypto';
import type { Db } from '@org/db';

/** A count is no tenant's, as who tries to log in may name none that exists: this context only carries the statement. */
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

export interface LoginRate {
  /** What is counted, such as an address: kept as a hash only. */
  readonly of: readonly string[];
  readonly perMinute: number;
}

/**
 * Counts a try to log in; the database counts for all processes (GCRA, as for API keys). Who was idle has all tries of a
 * minute at once, then one comes back every 60 ÷ n seconds.
 *
 * @returns seconds until the next try; 0 when this one may go on
 */
export async function countLogin(db: Db, { of, perMinute }: LoginRate): Promise<number> {
  const key = createHash('sha256').update(JSON.stringify(of)).digest();
  const [row] = await db.forTenant({ tenantId: NO_TENANT }).$queryRaw<{ wait: number }[]>`
    SELECT core.count_login(${key}::bytea, ${perMinute}::integer, ${60 / perMinute}::float8) AS wait`;
  return row?.wait ?? 0;
}
