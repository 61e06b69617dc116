import { z } from 'zod';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import { type DecimalLike, exact, formatMoney } from '../../shared/money.ts';
import { dayText, idText, moment, momentOrNull, momentText, moneyText } from '../../shared/view-fields.ts';

export const invoiceStatusSchema = z.enum(['DRAFT', 'ISSUED', 'DELIVERED', 'PAID', 'VOID']);
export type InvoiceStatus = z.output<typeof invoiceStatusSchema>;
export const paymentMethodSchema = z.enum(['CARD', 'BANK_TRANSFER', 'CHECK', 'CASH']);

export const invoiceSummarySchema = z
  .object({
    id: idText,
    number: z.string(),
    orderId: idText,
    customerId: idText,
    status: invoiceStatusSchema,
    currency: z.string(),
    subtotal: moneyText,
    taxTotal: moneyText,
    total: moneyText,
    amountPaid: moneyText,
    balance: moneyText.meta({ description: 'What is still owed; 0.00 for a void invoice' }),
    issuedAt: momentText,
    deliveredAt: momentText.nullable(),
    dueOn: dayText,
    paidAt: momentText.nullable(),
  })
  .meta({ id: 'InvoiceSummary' });
export type InvoiceSummaryView = z.output<typeof invoiceSummarySchema>;

export const paymentSchema = z
  .object({
    id: idText,
    invoiceId: idText,
    customerId: idText,
    amount: moneyText,
    currency: z.string(),
    method: paymentMethodSchema,
    reference: z.string().nullable(),
    receivedAt: momentText,
  })
  .meta({ id: 'Payment' });
export type PaymentView = z.output<typeof paymentSchema>;

export const invoiceSchema = invoiceSummarySchema
  .extend({ payments: z.array(paymentSchema) })
  .meta({ id: 'Invoice' });
export type InvoiceView = z.output<typeof invoiceSchema>;

interface InvoiceRow {
  readonly id: string;
  readonly number: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly status: InvoiceStatus;
  readonly currency: string;
  readonly subtotal: DecimalLike;
  readonly taxTotal: DecimalLike;
  readonly total: DecimalLike;
  readonly amountPaid: DecimalLike;
  readonly issuedAt: Date;
  readonly deliveredAt: Date | null;
  readonly dueOn: Date;
  readonly paidAt: Date | null;
}

interface PaymentRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly customerId: string;
  readonly amount: DecimalLike;
  readonly currency: string;
  readonly method: z.output<typeof paymentMethodSchema>;
  readonly reference: string | null;
  readonly receivedAt: Date;
}

export function toInvoiceSummary(row: InvoiceRow): InvoiceSummaryView {
  return {
    id: row.id,
    number: row.number,
    orderId: row.orderId,
    customerId: row.customerId,
    status: row.status,
    currency: row.currency,
    subtotal: formatMoney(row.subtotal),
    taxTotal: formatMoney(row.taxTotal),
    total: formatMoney(row.total),
    amountPaid: formatMoney(row.amountPaid),
    balance: row.status === 'VOID' ? '0.00' : formatMoney(exact(row.total).minus(exact(row.amountPaid))),
    issuedAt: moment(row.issuedAt),
    deliveredAt: momentOrNull(row.deliveredAt),
    dueOn: fromDateColumn(row.dueOn),
    paidAt: momentOrNull(row.paidAt),
  };
}

export function toPayment(row: PaymentRow): PaymentView {
  return {
    id: row.id,
    invoiceId: row.invoiceId,
    customerId: row.customerId,
    amount: formatMoney(row.amount),
    currency: row.currency,
    method: row.method,
    reference: row.reference,
    receivedAt: moment(row.receivedAt),
  };
}
