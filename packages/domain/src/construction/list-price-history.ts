import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { fromDateColumn } from '../shared/calendar-date.ts';
import { idField } from '../shared/input-fields.ts';
import { formatUnitPrice } from '../shared/money.ts';
import { dayText, idText, unitPriceText } from '../shared/view-fields.ts';

export const materialPriceSchema = z
  .object({
    id: idText,
    materialId: idText,
    unitCost: unitPriceText,
    currency: z.string(),
    source: z.enum(['VENDOR', 'RANDOM_LENGTHS', 'MANUAL']),
    indexPriceId: idText.nullable(),
    validFrom: dayText,
    validTo: dayText.nullable().meta({ description: 'The last day; null means until now' }),
  })
  .meta({ id: 'MaterialPrice' });
export type MaterialPriceView = z.output<typeof materialPriceSchema>;

export const PRICE_HISTORY_ORDERS = ['-validFrom', 'validFrom'] as const;

export const listPriceHistoryInput = z.strictObject({
  ...pageFields(PRICE_HISTORY_ORDERS),
  materialId: idField,
});

/**
 * What a material has cost, latest first.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listPriceHistory(
  client: TenantClient,
  input: z.input<typeof listPriceHistoryInput>,
): Promise<Page<MaterialPriceView>> {
  const { limit, cursor, order, materialId } = parseInput(listPriceHistoryInput, input);
  const found = await readPage(
    client,
    { resource: 'price-history', page: { limit, cursor, order }, filters: { materialId } },
    ({ where, orderBy, take }) =>
      client.pricingHistory.findMany({ where: { AND: [{ materialId }, where] }, orderBy, take }),
  );
  return {
    data: found.data.map((row) => ({
      id: row.id,
      materialId: row.materialId,
      unitCost: formatUnitPrice(row.unitCost),
      currency: row.currency,
      source: row.source,
      indexPriceId: row.indexPriceId,
      validFrom: fromDateColumn(row.validFrom),
      validTo: row.validTo === null ? null : fromDateColumn(row.validTo),
    })),
    page: found.page,
  };
}
