import type { Prisma } from '@org/db';

import { type DecimalLike, formatMoney } from '../shared/money.ts';

interface InvoiceRow {
  readonly id: string;
  readonly number: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly status: string;
  readonly currency: string;
  readonly total: DecimalLike;
  readonly amountPaid: DecimalLike;
}

/** What the receivers of an invoice's events get to know: money as strings. */
export function invoiceEventPayload(invoice: InvoiceRow): Prisma.InputJsonObject {
  return {
    id: invoice.id,
    number: invoice.number,
    orderId: invoice.orderId,
    customerId: invoice.customerId,
    status: invoice.status,
    currency: invoice.currency,
    total: formatMoney(invoice.total),
    amountPaid: formatMoney(invoice.amountPaid),
  };
}
