import type { TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';
import { lockName } from '../shared/in-transaction.ts';
import { exact, formatNumber } from '../shared/money.ts';
import type { WantedLine } from './order-draft.ts';
import { loadSettings } from './settings.ts';

/**
 * Makes sure that a rep may give away so many units more in this calendar month of the tenant's time zone, and keeps
 * others from using up the rest meanwhile. Cancelled samples do not count.
 *
 * @throws DomainError ALLOWANCE_EXCEEDED saying what is left
 */
export async function checkSampleAllowance(
  tx: TenantTransaction,
  sample: { readonly salesRepId: string; readonly lines: readonly WantedLine[] },
): Promise<void> {
  await lockName(tx, `samples:${sample.salesRepId}`);
  const { timezone, sampleAllowance } = await loadSettings(tx);
  const rows = await tx.$queryRaw<{ given: string }[]>`
    SELECT coalesce(sum(l.quantity), 0)::text AS given
    FROM commerce.orders AS o
    JOIN commerce.order_lines AS l ON l.tenant_id = o.tenant_id AND l.order_id = o.id
    WHERE o.sales_rep_id = ${sample.salesRepId}::uuid AND o.is_sample AND o.status <> 'CANCELLED'
      AND o.ordered_at >= date_trunc('month', now() AT TIME ZONE ${timezone}) AT TIME ZONE ${timezone}`;
  const left = exact(sampleAllowance).minus(exact(rows[0]?.given ?? 0));
  const wanted = sample.lines.reduce((sum, line) => sum.plus(line.quantity), exact(0));
  if (wanted.greaterThan(left)) {
    const rest = left.isNegative() ? '0' : formatNumber(left);
    throw new DomainError(
      'ALLOWANCE_EXCEEDED',
      `The allowance is ${sampleAllowance} sample units a month, ${rest} of them are left, and ${formatNumber(wanted)} are wanted.`,
    );
  }
}
