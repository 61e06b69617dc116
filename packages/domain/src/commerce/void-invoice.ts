import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { exact } from '../shared/money.ts';
import { loadInvoice } from './get-invoice.ts';
import { invoiceEventPayload } from './invoice-event-payload.ts';
import { lockInvoice } from './lock-invoice.ts';
import type { InvoiceView } from './views/invoice.ts';

export const voidInvoiceInput = z.strictObject({ invoiceId: idField });

/**
 * Takes an invoice back, so that its order can be billed anew or cancelled. Its number stays used. One on which
 * something was paid cannot be voided.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function voidInvoice(
  client: TenantClient,
  input: z.input<typeof voidInvoiceInput>,
): Promise<InvoiceView> {
  const { invoiceId } = parseInput(voidInvoiceInput, input);
  return inTransaction(client, async (tx) => {
    const invoice = await lockInvoice(tx, invoiceId);
    if (invoice.status === 'VOID') {
      throw new DomainError('STATE_ILLEGAL', `Invoice ${invoice.number} is VOID.`);
    }
    if (!exact(invoice.amountPaid).isZero()) {
      throw new DomainError('STATE_ILLEGAL', `Invoice ${invoice.number} has payments and cannot be voided.`);
    }
    await tx.invoice.updateMany({ where: { id: invoice.id }, data: { status: 'VOID' } });
    await recordWebhookEvent(tx, {
      type: 'invoice.voided',
      entity: 'Invoice',
      entityId: invoice.id,
      payload: invoiceEventPayload({ ...invoice, status: 'VOID' }),
    });
    return loadInvoice(tx, invoice.id);
  });
}
