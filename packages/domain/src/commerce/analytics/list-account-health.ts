import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { fromDateColumn, toDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { formatMoney, formatNumber } from '../../shared/money.ts';
import { dayText, decimalText, idText, moneyText } from '../../shared/view-fields.ts';

const riskSchema = z.enum(['HEALTHY', 'WATCH', 'AT_RISK', 'UNKNOWN']);

export const accountHealthSchema = z
  .object({
    id: idText,
    customerId: idText,
    snapshotOn: dayText,
    orderCount: z.int(),
    revenueCurrent: moneyText,
    revenuePrevious: moneyText,
    revenueDropPercent: decimalText.nullable(),
    averagePaceDays: decimalText.nullable(),
    daysSinceLastOrder: z.int().nullable(),
    risk: riskSchema,
  })
  .meta({ id: 'AccountHealth' });
export type AccountHealthView = z.output<typeof accountHealthSchema>;

/** What the snapshots can be narrowed to. */
export const accountHealthFilters = {
  customerId: idField.optional(),
  risk: riskSchema.optional(),
  on: z.iso.date().optional().describe('Those of this day'),
};

export const ACCOUNT_HEALTH_ORDERS = ['-snapshotOn', 'snapshotOn'] as const;

const inputSchema = z.strictObject({ ...pageFields(ACCOUNT_HEALTH_ORDERS), ...accountHealthFilters });

/**
 * How customers were doing, as the nightly job found it.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listAccountHealth(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<AccountHealthView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { customerId, risk, on } = wanted;
  const filters: Prisma.AccountHealthSnapshotWhereInput[] = [];
  if (customerId) filters.push({ customerId });
  if (risk) filters.push({ risk });
  if (on) filters.push({ snapshotOn: toDateColumn(on) });
  const found = await readPage(
    client,
    { resource: 'account-health', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.accountHealthSnapshot.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  const data = found.data.map((row) => ({
    id: row.id,
    customerId: row.customerId,
    snapshotOn: fromDateColumn(row.snapshotOn),
    orderCount: row.orderCount,
    revenueCurrent: formatMoney(row.revenueCurrent),
    revenuePrevious: formatMoney(row.revenuePrevious),
    revenueDropPercent: row.revenueDropPercent === null ? null : formatNumber(row.revenueDropPercent),
    averagePaceDays: row.averagePaceDays === null ? null : formatNumber(row.averagePaceDays),
    daysSinceLastOrder: row.daysSinceLastOrder,
    risk: row.risk,
  }));
  return { data, page: found.page };
}
