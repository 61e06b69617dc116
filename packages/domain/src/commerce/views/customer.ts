import { z } from 'zod';

import { type DecimalLike, formatMoney } from '../../shared/money.ts';
import { idText, moment, momentText, moneyText } from '../../shared/view-fields.ts';

export const customerTierSchema = z.enum(['basic', 'standard', 'premium']);
export const customerStatusSchema = z.enum(['PROSPECT', 'ACTIVE', 'ON_HOLD', 'CLOSED']);
export const paymentTermsSchema = z.enum(['PREPAID', 'NET15', 'NET30', 'NET60']);

export const customerSchema = z
  .object({
    id: idText,
    code: z.string(),
    name: z.string(),
    tier: customerTierSchema,
    status: customerStatusSchema,
    paymentTerms: paymentTermsSchema,
    creditLimit: moneyText.nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    addressLine: z.string().nullable(),
    city: z.string().nullable(),
    state: z.string().meta({ description: 'Two letters; decides the tax rate' }),
    postalCode: z.string().nullable(),
    licenseNumber: z.string().nullable(),
    salesRepId: idText.nullable(),
    totalOrdered: moneyText.meta({ description: 'Of all orders that were not cancelled' }),
    createdAt: momentText,
    updatedAt: momentText,
  })
  .meta({ id: 'Customer' });
export type CustomerView = z.output<typeof customerSchema>;

interface CustomerRow extends Omit<CustomerView, 'creditLimit' | 'totalOrdered' | 'createdAt' | 'updatedAt'> {
  readonly creditLimit: DecimalLike | null;
  readonly totalOrdered: DecimalLike;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toCustomer(row: CustomerRow): CustomerView {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    tier: row.tier,
    status: row.status,
    paymentTerms: row.paymentTerms,
    creditLimit: row.creditLimit === null ? null : formatMoney(row.creditLimit),
    email: row.email,
    phone: row.phone,
    addressLine: row.addressLine,
    city: row.city,
    state: row.state,
    postalCode: row.postalCode,
    licenseNumber: row.licenseNumber,
    salesRepId: row.salesRepId,
    totalOrdered: formatMoney(row.totalOrdered),
    createdAt: moment(row.createdAt),
    updatedAt: moment(row.updatedAt),
  };
}
