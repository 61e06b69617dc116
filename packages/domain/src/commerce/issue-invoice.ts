import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';

import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { addDays, toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { exact } from '../shared/money.ts';
import { lockOrder } from './change-order-status.ts';
import { loadInvoice } from './get-invoice.ts';
import { invoiceEventPayload } from './invoice-event-payload.ts';
import { nextNumber } from './next-number.ts';
import { loadSettings } from './settings.ts';
import type { InvoiceView } from './views/invoice.ts';

export const issueInvoiceInput = z.strictObject({ orderId: idField });

/** Days from the invoice's date to the day on which it is due. */
const DAYS_TO_PAY = { PREPAID: 0, NET15: 15, NET30: 30, NET60: 60 } as const;

/**
 * Bills an order: the sums are the order's, due by the customer's payment terms from the tenant's today on. An order
 * has one invoice that is not void. An invoice over nothing is PAID at once.
 *
 * @throws DomainError NOT_FOUND; STATE_ILLEGAL for an order that is cancelled, not approved, a sample, or billed
 */
export async function issueInvoice(
  client: TenantClient,
  input: z.input<typeof issueInvoiceInput>,
): Promise<InvoiceView> {
  const { orderId } = parseInput(issueInvoiceInput, input);
  return inTransaction(client, async (tx) => {
    const order = await loadBillableOrder(tx, orderId);
    const { today } = await loadSettings(tx);
    const settled = exact(order.total).isZero();
    const invoice = await tx.invoice.create({
      data: {
        number: await nextNumber(tx, 'invoices'),
        orderId: order.id,
        customerId: order.customerId,
        status: settled ? 'PAID' : 'ISSUED',
        paidAt: settled ? new Date() : null,
        currency: order.currency,
        subtotal: order.subtotal.toString(),
        taxTotal: order.taxTotal.toString(),
        total: order.total.toString(),
        dueOn: toDateColumn(addDays(today, DAYS_TO_PAY[order.customer.paymentTerms])),
      },
    });
    await recordWebhookEvent(tx, {
      type: 'invoice.issued',
      entity: 'Invoice',
      entityId: invoice.id,
      payload: invoiceEventPayload(invoice),
    });
    return loadInvoice(tx, invoice.id);
  });
}

async function loadBillableOrder(tx: TenantTransaction, orderId: string) {
  const status = await lockOrder(tx, orderId);
  if (status === 'PENDING_APPROVAL' || status === 'CANCELLED') {
    throw new DomainError('STATE_ILLEGAL', `The order is ${status} and cannot be billed.`);
  }
  const order = await tx.order.findFirst({ where: { id: orderId }, include: { customer: true } });
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  if (order.isSample) throw new DomainError('STATE_ILLEGAL', 'A sample is not billed.');
  const invoice = await tx.invoice.findFirst({ where: { orderId, status: { not: 'VOID' } } });
  if (invoice) throw new DomainError('STATE_ILLEGAL', `The order was billed with invoice ${invoice.number}.`);
  return order;
}
