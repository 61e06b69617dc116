import type { TenantTransaction } from '@org/db';

import { type Exact, exact } from '../shared/money.ts';

interface Borrower {
  readonly id: string;
  readonly creditLimit: { toString(): string } | null;
}

/**
 * Whether a customer would owe more than its credit limit with so much more: what is unpaid of its invoices counts, and its
 * orders that are neither cancelled nor billed, those that wait for approval too. Without a limit nothing is too much.
 *
 * Ask while you hold the number of the order (`nextNumber`): then no other order of the tenant is placed meanwhile.
 */
export async function exceedsCredit(
  tx: TenantTransaction,
  customer: Borrower,
  more: Exact,
): Promise<boolean> {
  if (customer.creditLimit === null || more.isZero()) return false;
  const [row] = await tx.$queryRaw<{ owed: string }[]>`
    SELECT (
      coalesce((
        SELECT sum(i.total - i.amount_paid) FROM commerce.invoices AS i
        WHERE i.customer_id = ${customer.id}::uuid AND i.status <> 'VOID'
      ), 0) + coalesce((
        SELECT sum(o.total) FROM commerce.orders AS o
        WHERE o.customer_id = ${customer.id}::uuid AND o.status <> 'CANCELLED' AND NOT EXISTS (
          SELECT FROM commerce.invoices AS i
          WHERE i.tenant_id = o.tenant_id AND i.order_id = o.id AND i.status <> 'VOID'
        )
      ), 0)
    )::text AS owed`;
  return exact(row?.owed ?? 0)
    .plus(more)
    .greaterThan(exact(customer.creditLimit.toString()));
}
