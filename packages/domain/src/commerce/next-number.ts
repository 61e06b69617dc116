import type { TenantTransaction } from '@org/db';

import { lockName } from '../shared/in-transaction.ts';

const PREFIXES = { orders: 'SO-', invoices: 'INV-' } as const;
const DIGITS = 8;

/**
 * The next number of an order (`SO-00000042`) or an invoice (`INV-00000042`) of the tenant.
 *
 * Without gaps: whoever takes a number holds it until commit, and a rollback gives it back. So ask for it late in a
 * transaction, because others that place an order wait from here on. Numbers of another form (of imported rows) are
 * left alone.
 */
export async function nextNumber(tx: TenantTransaction, kind: keyof typeof PREFIXES): Promise<string> {
  await lockName(tx, `${kind}-number`);
  const prefix = PREFIXES[kind];
  const first = prefix + '0'.repeat(DIGITS);
  const last = prefix + '9'.repeat(DIGITS);
  const pattern = `^${prefix}[0-9]{${DIGITS}}$`;
  // The range lets the unique index on (tenant_id, number) find the largest at once; the pattern is what decides.
  const rows =
    kind === 'orders'
      ? await tx.$queryRaw<{ number: string }[]>`
          SELECT number FROM commerce.orders
          WHERE number BETWEEN ${first} AND ${last} AND number ~ ${pattern} ORDER BY number DESC LIMIT 1`
      : await tx.$queryRaw<{ number: string }[]>`
          SELECT number FROM commerce.invoices
          WHERE number BETWEEN ${first} AND ${last} AND number ~ ${pattern} ORDER BY number DESC LIMIT 1`;
  const latest = Number(rows[0]?.number.slice(prefix.length) ?? 0);
  return prefix + String(latest + 1).padStart(DIGITS, '0');
}
