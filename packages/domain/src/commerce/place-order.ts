import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField, quantityField } from '../shared/input-fields.ts';
import { staffActorSchema } from './actor.ts';
import { loadOrder } from './get-order.ts';
import { draftOrder, mergeLines } from './order-draft.ts';
import { findRepeatedOrder } from './repeated-order.ts';
import { checkSampleAllowance } from './sample-allowance.ts';
import type { OrderView } from './views/order.ts';
import { writeOrder } from './write-order.ts';

/** The order itself, as a request says it. */
export const orderRequestSchema = z.strictObject({
  customerId: idField,
  lines: z
    .array(z.strictObject({ skuId: idField, quantity: quantityField }))
    .min(1)
    .max(500),
  isSample: z
    .boolean()
    .default(false)
    .describe('Given away: free of charge, and counted against the allowance'),
  salesRepId: idField.optional().describe('By default the rep of the customer; of a sample, who gives it'),
  notes: z.string().max(2000).default(''),
  idempotencyKey: idempotencyKeyField.optional(),
});

export const placeOrderInput = orderRequestSchema.extend({ actor: staffActorSchema });

export type PlaceOrderInput = z.input<typeof placeOrderInput>;

/**
 * Places an order for a customer without a cart: prices and tax are fixed, stock is reserved. It is CONFIRMED, or
 * PENDING_APPROVAL from the tenant's threshold on, or beyond the customer's credit limit, when the actor may not approve.
 * Samples cost nothing and count against the rep's allowance of the month. All in one transaction; repeated with the same
 * key, it is done once.
 *
 * @throws DomainError NOT_FOUND, CUSTOMER_INACTIVE, SKU_UNAVAILABLE, PRICE_MISSING, TAX_RATE_MISSING, OUT_OF_STOCK,
 * ALLOWANCE_EXCEEDED, AMOUNT_TOO_LARGE, IDEMPOTENCY_KEY_REUSED, INPUT_INVALID
 */
export async function placeOrder(client: TenantClient, input: PlaceOrderInput): Promise<OrderView> {
  const { actor: staff, idempotencyKey, notes, isSample, ...request } = parseInput(placeOrderInput, input);
  const actor = { kind: 'staff' as const, ...staff };
  const { customerId } = request;
  const lines = mergeLines(request.lines);

  return inTransaction(client, async (tx) => {
    const repeated = await findRepeatedOrder(tx, idempotencyKey, { customerId, lines, isSample, notes });
    if (repeated !== undefined) return loadOrder(tx, repeated);

    if (request.salesRepId !== undefined) await requireUser(tx, request.salesRepId);
    const giver = request.salesRepId ?? actor.userId;
    if (isSample) await checkSampleAllowance(tx, { salesRepId: giver, lines });
    const draft = await draftOrder(tx, { customerId, lines, actor, isSample });
    const orderId = await writeOrder(tx, draft, {
      actor,
      isSample,
      salesRepId: isSample ? giver : (request.salesRepId ?? draft.customer.salesRepId ?? actor.userId),
      notes,
      idempotencyKey: idempotencyKey ?? null,
    });
    return loadOrder(tx, orderId);
  });
}

async function requireUser(tx: TenantTransaction, userId: string): Promise<void> {
  const user = await tx.user.findFirst({ where: { id: userId }, select: { id: true } });
  if (!user) throw new DomainError('NOT_FOUND', 'There is no such sales rep.');
}
