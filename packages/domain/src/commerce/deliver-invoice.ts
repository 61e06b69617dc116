import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadInvoice } from './get-invoice.ts';
import { invoiceEventPayload } from './invoice-event-payload.ts';
import { lockInvoice } from './lock-invoice.ts';
import type { InvoiceView } from './views/invoice.ts';

export const deliverInvoiceInput = z.strictObject({ invoiceId: idField });

/**
 * Notes that an invoice has reached the customer: ISSUED becomes DELIVERED. One that was paid before stays PAID.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function deliverInvoice(
  client: TenantClient,
  input: z.input<typeof deliverInvoiceInput>,
): Promise<InvoiceView> {
  const { invoiceId } = parseInput(deliverInvoiceInput, input);
  return inTransaction(client, async (tx) => {
    const invoice = await lockInvoice(tx, invoiceId);
    const paidEarly = invoice.status === 'PAID' && invoice.deliveredAt === null;
    if (invoice.status !== 'ISSUED' && !paidEarly) {
      const problem = invoice.deliveredAt === null ? `is ${invoice.status}` : 'was delivered before';
      throw new DomainError('STATE_ILLEGAL', `Invoice ${invoice.number} ${problem}.`);
    }
    const status = paidEarly ? 'PAID' : 'DELIVERED';
    await tx.invoice.updateMany({ where: { id: invoice.id }, data: { status, deliveredAt: new Date() } });
    await recordWebhookEvent(tx, {
      type: 'invoice.delivered',
      entity: 'Invoice',
      entityId: invoice.id,
      payload: invoiceEventPayload({ ...invoice, status }),
    });
    return loadInvoice(tx, invoice.id);
  });
}
