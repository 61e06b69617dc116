import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';

import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction, lockName } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField, moneyField } from '../shared/input-fields.ts';
import { exact, formatMoney } from '../shared/money.ts';
import { loadInvoice } from './get-invoice.ts';
import { invoiceEventPayload } from './invoice-event-payload.ts';
import { lockInvoice } from './lock-invoice.ts';
import { type InvoiceView, paymentMethodSchema } from './views/invoice.ts';

/** A payment, as a request says it. */
export const paymentRequestSchema = z.strictObject({
  amount: moneyField,
  method: paymentMethodSchema,
  reference: z.string().min(1).max(100).optional(),
  idempotencyKey: idempotencyKeyField.optional(),
});

export const recordPaymentInput = paymentRequestSchema.extend({ invoiceId: idField });

export type RecordPaymentInput = z.input<typeof recordPaymentInput>;

/**
 * Records money that came in for an invoice, in the invoice's currency. Payments never add up to more than the total,
 * however many come at once; the one that completes it makes the invoice PAID. Repeated with the same key, it is
 * recorded once.
 *
 * @returns the invoice with all its payments
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when nothing is owed, PAYMENT_EXCEEDS_BALANCE, IDEMPOTENCY_KEY_REUSED
 */
export async function recordPayment(client: TenantClient, input: RecordPaymentInput): Promise<InvoiceView> {
  const payment = parseInput(recordPaymentInput, input);
  return inTransaction(client, async (tx) => {
    if (await isRepeated(tx, payment)) return loadInvoice(tx, payment.invoiceId);

    const invoice = await lockInvoice(tx, payment.invoiceId);
    if (invoice.status !== 'ISSUED' && invoice.status !== 'DELIVERED') {
      throw new DomainError(
        'STATE_ILLEGAL',
        `Invoice ${invoice.number} is ${invoice.status}: nothing is owed.`,
      );
    }
    const amount = exact(payment.amount);
    const balance = exact(invoice.total).minus(exact(invoice.amountPaid));
    if (amount.greaterThan(balance)) {
      throw new DomainError(
        'PAYMENT_EXCEEDS_BALANCE',
        `Invoice ${invoice.number} has a balance of ${formatMoney(balance)} ${invoice.currency}; ${formatMoney(amount)} is more.`,
        { fields: [{ field: 'amount', message: `must be at most ${formatMoney(balance)}` }] },
      );
    }
    await tx.payment.create({
      data: {
        invoiceId: invoice.id,
        customerId: invoice.customerId,
        amount: amount.toFixed(2),
        currency: invoice.currency,
        method: payment.method,
        reference: payment.reference ?? null,
        idempotencyKey: payment.idempotencyKey ?? null,
      },
    });
    const amountPaid = exact(invoice.amountPaid).plus(amount).toFixed(2);
    const complete = amount.equals(balance);
    const change = complete ? { amountPaid, status: 'PAID' as const, paidAt: new Date() } : { amountPaid };
    await tx.invoice.updateMany({ where: { id: invoice.id }, data: change });
    await recordWebhookEvent(tx, {
      type: complete ? 'invoice.paid' : 'invoice.payment_received',
      entity: 'Invoice',
      entityId: invoice.id,
      payload: { ...invoiceEventPayload({ ...invoice, ...change }), payment: formatMoney(amount) },
    });
    return loadInvoice(tx, invoice.id);
  });
}

/** Whether an earlier request with the same key recorded this; waits for one that is under way. */
async function isRepeated(
  tx: TenantTransaction,
  payment: z.output<typeof recordPaymentInput>,
): Promise<boolean> {
  if (payment.idempotencyKey === undefined) return false;
  await lockName(tx, `payment-key:${payment.idempotencyKey}`);
  const earlier = await tx.payment.findFirst({ where: { idempotencyKey: payment.idempotencyKey } });
  if (!earlier) return false;
  const same =
    earlier.invoiceId === payment.invoiceId &&
    exact(earlier.amount).equals(exact(payment.amount)) &&
    earlier.method === payment.method &&
    earlier.reference === (payment.reference ?? null);
  if (!same) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return true;
}
