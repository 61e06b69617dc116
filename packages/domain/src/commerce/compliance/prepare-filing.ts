import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction, lockName } from '../../shared/in-transaction.ts';
import { stateField } from '../../shared/input-fields.ts';
import { formatMoney } from '../../shared/money.ts';
import { type CommerceSettings, loadSettings } from '../settings.ts';
import { type FilingView, toFiling } from '../views/terms.ts';

/** The period of a filing, both days included. */
export const periodFields = { periodStart: z.iso.date(), periodEnd: z.iso.date() };

/** The last day of a period is not before its first. */
export const inOrder = [
  ({ periodStart, periodEnd }: { periodStart: string; periodEnd: string }) => periodEnd >= periodStart,
  { path: ['periodEnd'], error: 'must not be before periodStart' },
] as [(period: { periodStart: string; periodEnd: string }) => boolean, { path: string[]; error: string }];

export const prepareFilingInput = z.strictObject({ state: stateField, ...periodFields }).refine(...inOrder);

type Period = z.output<typeof prepareFilingInput>;

/**
 * Adds up what is owed to a state for a period, in the tenant's time zone and currency: of the orders that were delivered
 * in it and are no samples, how many there were, what was sold, and the tax that was charged by the state's rate on the
 * day of each order.
 *
 * A DRAFT is made, or brought up to date; asked by many at once, there is one.
 *
 * @throws DomainError TAX_RATE_MISSING when the state has no rate in the period, STATE_ILLEGAL once it is filed
 */
export async function prepareFiling(
  client: TenantClient,
  input: z.input<typeof prepareFilingInput>,
): Promise<FilingView> {
  const period = parseInput(prepareFilingInput, input);
  return inTransaction(client, async (tx) => {
    const settings = await loadSettings(tx);
    await requireRate(tx, period);
    await lockName(tx, `filing:${period.state}:${period.periodStart}:${period.periodEnd}`);
    const key = {
      state: period.state,
      periodStart: toDateColumn(period.periodStart),
      periodEnd: toDateColumn(period.periodEnd),
    };
    const present = await tx.complianceFiling.findFirst({ where: key });
    if (present && present.status !== 'DRAFT') {
      throw new DomainError('STATE_ILLEGAL', `The filing of ${period.state} is ${present.status}.`);
    }
    const sums = await addUp(tx, period, settings);
    if (present) await tx.complianceFiling.updateMany({ where: { id: present.id }, data: sums });
    else await tx.complianceFiling.create({ data: { ...key, ...sums } });
    return toFiling(await tx.complianceFiling.findFirstOrThrow({ where: key }));
  });
}

async function requireRate(tx: TenantTransaction, { state, periodStart, periodEnd }: Period): Promise<void> {
  const rate = await tx.stateTaxRate.findFirst({
    where: {
      state,
      validFrom: { lte: toDateColumn(periodEnd) },
      OR: [{ validTo: null }, { validTo: { gte: toDateColumn(periodStart) } }],
    },
  });
  if (!rate) {
    throw new DomainError('TAX_RATE_MISSING', `There is no tax rate of ${state} in this period.`);
  }
}

async function addUp(tx: TenantTransaction, period: Period, settings: CommerceSettings) {
  const { currency, timezone } = settings;
  const [row] = await tx.$queryRaw<{ orders: number; sales: string; tax: string }[]>`
    SELECT count(*)::int AS orders, coalesce(sum(subtotal), 0)::text AS sales, coalesce(sum(tax_total), 0)::text AS tax
    FROM commerce.orders
    WHERE tenant_id = core.current_tenant_id() AND status = 'DELIVERED' AND tax_state = ${period.state}
      AND delivered_at >= ${period.periodStart}::date::timestamp AT TIME ZONE ${timezone}
      AND delivered_at < (${period.periodEnd}::date + 1)::timestamp AT TIME ZONE ${timezone}
      AND NOT is_sample AND currency = ${currency}`;
  const { orders = 0, sales = '0', tax = '0' } = row ?? {};
  return { orderCount: orders, taxableSales: formatMoney(sales), taxDue: formatMoney(tax) };
}
