import type { Prisma } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { toDateColumn } from '../shared/calendar-date.ts';
import { idField } from '../shared/input-fields.ts';
import { type Clients, isPortal, tenantRights, visibleThrough } from './clients.ts';
import { shownInvoices } from './invoice-visibility.ts';
import { loadSettings } from './settings.ts';
import { type InvoiceSummaryView, invoiceStatusSchema, toInvoiceSummary } from './views/invoice.ts';

/** What a list of invoices can be narrowed to. */
export const invoiceFilters = {
  status: invoiceStatusSchema.optional(),
  customerId: idField.optional(),
  orderId: idField.optional(),
  overdue: z.boolean().optional().describe("Not paid, and due before the tenant's today; or not so"),
};

export const INVOICE_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listInvoicesInput = z.strictObject({ ...pageFields(INVOICE_ORDERS), ...invoiceFilters });

/**
 * Invoices without their payments, latest first unless asked otherwise. A portal user gets those of its customer that
 * the tenant shows.
 *
 * @throws DomainError PORTAL_DISABLED; DbError CURSOR_INVALID
 */
export async function listInvoices(
  clients: Clients,
  input: z.input<typeof listInvoicesInput> = {},
): Promise<Page<InvoiceSummaryView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listInvoicesInput, input);
  const { status, customerId, orderId, overdue } = wanted;
  const filters: Prisma.InvoiceWhereInput[] = [await shownInvoices(clients)];
  // The database shows no others to a portal user; said here too, its customer's index is used.
  if (isPortal(clients)) filters.push({ customerId: clients.customerId });
  if (status) filters.push({ status });
  if (customerId) filters.push({ customerId });
  if (orderId) filters.push({ orderId });
  if (overdue !== undefined) {
    const { today } = await loadSettings(tenantRights(clients));
    const isOverdue: Prisma.InvoiceWhereInput = {
      status: { in: ['ISSUED', 'DELIVERED'] },
      dueOn: { lt: toDateColumn(today) },
    };
    filters.push(overdue ? isOverdue : { NOT: isOverdue });
  }
  const client = visibleThrough(clients);
  const found = await readPage(
    client,
    { resource: 'invoices', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.invoice.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toInvoiceSummary), page: found.page };
}
