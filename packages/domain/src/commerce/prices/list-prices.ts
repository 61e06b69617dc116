import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { customerTierSchema } from '../views/customer.ts';
import { type PriceView, toPrice } from '../views/terms.ts';

/** What a list of prices can be narrowed to. */
export const priceFilters = {
  skuId: idField.optional(),
  customerId: idField.optional(),
  tier: customerTierSchema.optional(),
  on: z.iso.date().optional().describe('Those that hold on this day'),
};

export const PRICE_ORDERS = ['-validFrom', 'validFrom'] as const;

const inputSchema = z.strictObject({ ...pageFields(PRICE_ORDERS), ...priceFilters });

/** @throws DbError CURSOR_INVALID */
export async function listPrices(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<PriceView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { skuId, customerId, tier, on } = wanted;
  const filters: Prisma.PriceListEntryWhereInput[] = [];
  if (skuId) filters.push({ skuId });
  if (customerId) filters.push({ customerId });
  if (tier) filters.push({ tier });
  if (on) {
    const day = toDateColumn(on);
    filters.push({ validFrom: { lte: day }, OR: [{ validTo: null }, { validTo: { gte: day } }] });
  }
  const found = await readPage(
    client,
    { resource: 'prices', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.priceListEntry.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toPrice), page: found.page };
}
