import type { Prisma } from '@org/db';

import { type Clients, isPortal, requirePortal } from './clients.ts';

export type InvoiceFilter = Prisma.InvoiceWhereInput;

/**
 * Which of its customer's invoices a portal user gets to see, as the tenant has set it; that they are its customer's
 * is the database's doing. Staff sees all.
 *
 * @throws DomainError PORTAL_DISABLED
 */
export async function shownInvoices(clients: Clients): Promise<InvoiceFilter> {
  if (!isPortal(clients)) return {};
  const { invoiceVisibility } = await requirePortal(clients);
  if (invoiceVisibility === 'ALL') return {};
  // An invoice may be paid, or voided, after it was delivered: it is the moment of delivery that counts.
  if (invoiceVisibility === 'DELIVERED') return { deliveredAt: { not: null } };
  return { id: { in: [] } };
}
