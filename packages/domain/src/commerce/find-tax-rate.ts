import type { TenantClient, TenantTransaction } from '@org/db';

import { type CalendarDate, toDateColumn } from '../shared/calendar-date.ts';
import { type Exact, exact } from '../shared/money.ts';

/**
 * The sales tax that the tenant charges in a state on a day, as a fraction; nothing when the tenant has named none.
 * A rate of zero has to be said: a missing one is not a free one.
 *
 * @param state two letters, upper case
 */
export async function findTaxRate(
  client: Pick<TenantClient | TenantTransaction, 'stateTaxRate'>,
  state: string,
  on: CalendarDate,
): Promise<Exact | undefined> {
  const day = toDateColumn(on);
  const row = await client.stateTaxRate.findFirst({
    where: { state, validFrom: { lte: day }, OR: [{ validTo: null }, { validTo: { gte: day } }] },
    orderBy: { validFrom: 'desc' },
  });
  return row ? exact(row.rate) : undefined;
}
