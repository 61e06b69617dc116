import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { fromDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { formatMoney, formatNumber } from '../../shared/money.ts';
import { dayText, decimalText, idText, moneyText } from '../../shared/view-fields.ts';

export const salesMetricSchema = z
  .object({
    id: idText,
    userId: idText,
    periodStart: dayText,
    periodEnd: dayText,
    orderCount: z.int(),
    revenue: moneyText,
    sampleUnits: decimalText,
  })
  .meta({ id: 'SalesMetric' });
export type SalesMetricView = z.output<typeof salesMetricSchema>;

/** What the metrics can be narrowed to. */
export const salesMetricFilters = { userId: idField.optional() };

export const SALES_METRIC_ORDERS = ['-periodStart', 'periodStart'] as const;

const inputSchema = z.strictObject({ ...pageFields(SALES_METRIC_ORDERS), ...salesMetricFilters });

/**
 * What each rep has sold in a period, as the nightly job added it up.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listSalesMetrics(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<SalesMetricView>> {
  const { userId, ...page } = parseInput(inputSchema, input);
  const filters: Prisma.SalesMetricWhereInput[] = userId ? [{ userId }] : [];
  const found = await readPage(
    client,
    { resource: 'sales-metrics', page, filters: { userId } },
    ({ where, orderBy, take }) =>
      client.salesMetric.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  const data = found.data.map((row) => ({
    id: row.id,
    userId: row.userId,
    periodStart: fromDateColumn(row.periodStart),
    periodEnd: fromDateColumn(row.periodEnd),
    orderCount: row.orderCount,
    revenue: formatMoney(row.revenue),
    sampleUnits: formatNumber(row.sampleUnits),
  }));
  return { data, page: found.page };
}
