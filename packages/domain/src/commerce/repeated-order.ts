import type { TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';
import { lockName } from '../shared/in-transaction.ts';
import { exact } from '../shared/money.ts';
import { mergeLines, type WantedLine } from './order-draft.ts';

/** What makes a request the same as an earlier one. */
export type OrderRequest =
  | { readonly cartId: string }
  | {
      readonly customerId: string;
      readonly lines: readonly WantedLine[];
      readonly isSample: boolean;
      readonly notes: string;
    };

/**
 * The order that an earlier request with the same key made. Waits for one that is being made at this moment.
 *
 * @returns the order's id, or nothing when the key is new
 * @throws DomainError IDEMPOTENCY_KEY_REUSED when the earlier request was another one
 */
export async function findRepeatedOrder(
  tx: TenantTransaction,
  key: string | undefined,
  request: OrderRequest,
): Promise<string | undefined> {
  if (key === undefined) return undefined;
  await lockName(tx, `order-key:${key}`);
  const order = await tx.order.findFirst({
    where: { idempotencyKey: key },
    include: { lines: true, cart: true },
  });
  if (!order) return undefined;
  const same =
    'cartId' in request
      ? order.cart?.id === request.cartId
      : order.cart === null &&
        order.customerId === request.customerId &&
        order.isSample === request.isSample &&
        order.notes === request.notes &&
        sameLines(
          request.lines,
          mergeLines(order.lines.map((line) => ({ skuId: line.skuId, quantity: exact(line.quantity) }))),
        );
  if (!same) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return order.id;
}

function sameLines(left: readonly WantedLine[], right: readonly WantedLine[]): boolean {
  const quantities = new Map(right.map((line) => [line.skuId, line.quantity]));
  return (
    left.length === right.length &&
    left.every((line) => quantities.get(line.skuId)?.equals(line.quantity) === true)
  );
}
