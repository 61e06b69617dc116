import type { TenantTransaction } from '@org/db';
import { lockName } from '../shared/in-transaction.ts';

const PREFIXES = { takeoffs: 'TO-', purchase_orders: 'PO-' } as const;
const DIGITS = 8;

/**
 * The next numbers of takeoffs (`TO-00000042`) or purchase orders (`PO-00000042`) of the tenant, in ascending order.
 *
 * Without gaps: whoever takes numbers holds them until commit, so ask late in a transaction. Numbers of another form are
 * left alone.
 */
export async function nextNumbers(
  tx: TenantTransaction,
  kind: keyof typeof PREFIXES,
  count = 1,
): Promise<string[]> {
  await lockName(tx, `construction-${kind}-number`);
  const prefix = PREFIXES[kind];
  const first = prefix + '0'.repeat(DIGITS);
  const last = prefix + '9'.repeat(DIGITS);
  const pattern = `^${prefix}[0-9]{${DIGITS}}$`;
  const rows =
    kind === 'takeoffs'
      ? await tx.$queryRaw<{ number: string }[]>`
          SELECT number FROM construction.takeoffs
          WHERE number BETWEEN ${first} AND ${last} AND number ~ ${pattern} ORDER BY number DESC LIMIT 1`
      : await tx.$queryRaw<{ number: string }[]>`
          SELECT number FROM construction.purchase_orders
          WHERE number BETWEEN ${first} AND ${last} AND number ~ ${pattern} ORDER BY number DESC LIMIT 1`;
  const latest = Number(rows[0]?.number.slice(prefix.length) ?? 0);
  return Array.from(
    { length: count },
    (_, index) => prefix + String(latest + index + 1).padStart(DIGITS, '0'),
  );
}
