import type { TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';
import type { DecimalLike } from '../shared/money.ts';
import type { InvoiceStatus } from './views/invoice.ts';

/** An invoice that nobody else changes meanwhile. */
export interface LockedInvoice {
  readonly id: string;
  readonly number: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly status: InvoiceStatus;
  readonly currency: string;
  readonly total: DecimalLike;
  readonly amountPaid: DecimalLike;
  readonly deliveredAt: Date | null;
}

/**
 * Locks an invoice until the end of the transaction, and reads it as it is then: payments wait for each other here.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockInvoice(tx: TenantTransaction, invoiceId: string): Promise<LockedInvoice> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM commerce.invoices WHERE id = ${invoiceId}::uuid FOR NO KEY UPDATE`;
  const invoice = locked.length === 0 ? null : await tx.invoice.findFirst({ where: { id: invoiceId } });
  if (!invoice) throw new DomainError('NOT_FOUND', 'There is no such invoice.');
  return invoice;
}
