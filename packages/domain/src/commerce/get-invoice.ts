import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type Clients, visibleThrough } from './clients.ts';
import { type InvoiceFilter, shownInvoices } from './invoice-visibility.ts';
import { type InvoiceView, toInvoiceSummary, toPayment } from './views/invoice.ts';

export const getInvoiceInput = z.strictObject({ invoiceId: idField });

/**
 * One invoice with its payments. A portal user sees those of its customer that the tenant shows.
 *
 * @throws DomainError NOT_FOUND, PORTAL_DISABLED
 */
export async function getInvoice(
  clients: Clients,
  input: z.input<typeof getInvoiceInput>,
): Promise<InvoiceView> {
  const { invoiceId } = parseInput(getInvoiceInput, input);
  return loadInvoice(visibleThrough(clients), invoiceId, await shownInvoices(clients));
}

/** As `getInvoice`, also within a transaction, and of those only that a filter lets through. */
export async function loadInvoice(
  client: TenantClient | TenantTransaction,
  invoiceId: string,
  filter: InvoiceFilter = {},
): Promise<InvoiceView> {
  const invoice = await client.invoice.findFirst({
    where: { AND: [{ id: invoiceId }, filter] },
    include: { payments: { orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }] } },
  });
  if (!invoice) throw new DomainError('NOT_FOUND', 'There is no such invoice.');
  return { ...toInvoiceSummary(invoice), payments: invoice.payments.map(toPayment) };
}
