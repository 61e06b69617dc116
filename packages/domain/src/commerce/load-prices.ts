import type { TenantClient, TenantTransaction } from '@org/db';

import { type CalendarDate, fromDateColumn, toDateColumn } from '../shared/calendar-date.ts';
import { exact } from '../shared/money.ts';
import type { PriceEntry } from './rank-prices.ts';

/** Whose prices, for what and when. */
export interface PriceSelection {
  readonly skuIds: readonly string[];
  readonly customerId: string;
  readonly tier: 'basic' | 'standard' | 'premium';
  readonly currency: string;
  readonly on: CalendarDate;
}

/**
 * All entries of the price list that may apply to a customer on a day, for many SKUs in one query. `rankPrices`
 * decides among them by quantity.
 */
export async function loadPrices(
  client: Pick<TenantClient | TenantTransaction, 'priceListEntry'>,
  selection: PriceSelection,
): Promise<PriceEntry[]> {
  const on = toDateColumn(selection.on);
  const rows = await client.priceListEntry.findMany({
    where: {
      skuId: { in: [...selection.skuIds] },
      currency: selection.currency,
      validFrom: { lte: on },
      AND: [
        { OR: [{ validTo: null }, { validTo: { gte: on } }] },
        { OR: [{ customerId: selection.customerId }, { customerId: null }] },
        { OR: [{ tier: selection.tier }, { tier: null }] },
      ],
    },
  });
  return rows.map((row) => ({
    id: row.id,
    skuId: row.skuId,
    customerId: row.customerId,
    tier: row.tier,
    minQuantity: exact(row.minQuantity),
    unitPrice: exact(row.unitPrice),
    currency: row.currency,
    validFrom: fromDateColumn(row.validFrom),
    validTo: row.validTo === null ? null : fromDateColumn(row.validTo),
  }));
}
