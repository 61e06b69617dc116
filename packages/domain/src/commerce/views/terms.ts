import { z } from 'zod';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import { type DecimalLike, formatMoney, formatNumber, formatUnitPrice } from '../../shared/money.ts';
import {
  dayText,
  decimalText,
  idText,
  moment,
  momentOrNull,
  momentText,
  moneyText,
  unitPriceText,
} from '../../shared/view-fields.ts';
import { customerTierSchema } from './customer.ts';

export const supplierSchema = z
  .object({
    id: idText,
    code: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    country: z.string().nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'Supplier' });
export type SupplierView = z.output<typeof supplierSchema>;

export function toSupplier(
  row: Omit<SupplierView, 'createdAt'> & { readonly createdAt: Date },
): SupplierView {
  const { id, code, name, email, phone, country, createdAt } = row;
  return { id, code, name, email, phone, country, createdAt: moment(createdAt) };
}

export const priceSchema = z
  .object({
    id: idText,
    skuId: idText,
    customerId: idText.nullable(),
    tier: customerTierSchema.nullable(),
    minQuantity: decimalText,
    unitPrice: unitPriceText,
    currency: z.string(),
    validFrom: dayText,
    validTo: dayText.nullable().meta({ description: 'The last day on which it holds; null means open' }),
  })
  .meta({ id: 'PriceListEntry' });
export type PriceView = z.output<typeof priceSchema>;

interface PriceRow extends Omit<PriceView, 'minQuantity' | 'unitPrice' | 'validFrom' | 'validTo'> {
  readonly minQuantity: DecimalLike;
  readonly unitPrice: DecimalLike;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

export function toPrice(row: PriceRow): PriceView {
  return {
    id: row.id,
    skuId: row.skuId,
    customerId: row.customerId,
    tier: row.tier,
    minQuantity: formatNumber(row.minQuantity),
    unitPrice: formatUnitPrice(row.unitPrice),
    currency: row.currency,
    validFrom: fromDateColumn(row.validFrom),
    validTo: row.validTo === null ? null : fromDateColumn(row.validTo),
  };
}

export const taxRateSchema = z
  .object({
    id: idText,
    state: z.string(),
    rate: decimalText.meta({ description: 'As a fraction: 0.09 is 9 %' }),
    validFrom: dayText,
    validTo: dayText.nullable(),
  })
  .meta({ id: 'TaxRate' });
export type TaxRateView = z.output<typeof taxRateSchema>;

interface TaxRateRow extends Omit<TaxRateView, 'rate' | 'validFrom' | 'validTo'> {
  readonly rate: DecimalLike;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

export function toTaxRate({ id, state, rate, validFrom, validTo }: TaxRateRow): TaxRateView {
  return {
    id,
    state,
    rate: formatNumber(rate),
    validFrom: fromDateColumn(validFrom),
    validTo: validTo === null ? null : fromDateColumn(validTo),
  };
}

export const filingStatusSchema = z.enum(['DRAFT', 'FILED', 'ACCEPTED']);

export const filingSchema = z
  .object({
    id: idText,
    state: z.string(),
    periodStart: dayText,
    periodEnd: dayText,
    orderCount: z.int(),
    taxableSales: moneyText,
    taxDue: moneyText,
    status: filingStatusSchema,
    filedAt: momentText.nullable(),
  })
  .meta({ id: 'ComplianceFiling' });
export type FilingView = z.output<typeof filingSchema>;

interface FilingRow extends Pick<FilingView, 'id' | 'state' | 'orderCount' | 'status'> {
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly taxableSales: DecimalLike;
  readonly taxDue: DecimalLike;
  readonly filedAt: Date | null;
}

export function toFiling(row: FilingRow): FilingView {
  return {
    id: row.id,
    state: row.state,
    periodStart: fromDateColumn(row.periodStart),
    periodEnd: fromDateColumn(row.periodEnd),
    orderCount: row.orderCount,
    taxableSales: formatMoney(row.taxableSales),
    taxDue: formatMoney(row.taxDue),
    status: row.status,
    filedAt: momentOrNull(row.filedAt),
  };
}
