import { z } from 'zod';

import { type Exact, formatNumber, formatUnitPrice } from '../../shared/money.ts';
import { decimalText, idText, moment, momentText, unitPriceText } from '../../shared/view-fields.ts';

export const productStatusSchema = z.enum(['ACTIVE', 'DISCONTINUED']);

export const skuSchema = z
  .object({
    id: idText,
    productId: idText,
    code: z.string(),
    name: z.string(),
    bottleSizeMl: z.int(),
    unitsPerCase: z.int(),
    barcode: z.string().nullable(),
    status: productStatusSchema,
    portalVisible: z.boolean(),
    exclusiveCustomerId: idText.nullable(),
    prices: z
      .array(z.object({ minQuantity: decimalText, unitPrice: unitPriceText, currency: z.string() }))
      .nullable()
      .meta({
        description: "The customer's unit prices of today by quantity; null when no customer was named",
      }),
    createdAt: momentText,
    updatedAt: momentText,
  })
  .meta({ id: 'Sku' });
export type SkuView = z.output<typeof skuSchema>;

export const productSchema = z
  .object({
    id: idText,
    code: z.string(),
    name: z.string(),
    vintage: z.int().nullable(),
    region: z.string().nullable(),
    varietal: z.string().nullable(),
    description: z.string(),
    status: productStatusSchema,
    supplierId: idText.nullable(),
    portalVisible: z.boolean(),
    exclusiveCustomerId: idText.nullable(),
    skus: z.array(skuSchema),
    createdAt: momentText,
    updatedAt: momentText,
  })
  .meta({ id: 'Product' });
export type ProductView = z.output<typeof productSchema>;

export interface SkuRow {
  readonly id: string;
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly bottleSizeMl: number;
  readonly unitsPerCase: number;
  readonly barcode: string | null;
  readonly status: z.output<typeof productStatusSchema>;
  readonly portalVisible: boolean;
  readonly exclusiveCustomerId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface ProductRow extends Omit<SkuRow, 'productId' | 'bottleSizeMl' | 'unitsPerCase' | 'barcode'> {
  readonly vintage: number | null;
  readonly region: string | null;
  readonly varietal: string | null;
  readonly description: string;
  readonly supplierId: string | null;
}

/** The prices of one SKU, in one currency. */
export interface SkuPrices {
  readonly currency: string;
  readonly breaks: readonly { readonly minQuantity: Exact; readonly unitPrice: Exact }[];
}

export function toSku(row: SkuRow, prices: SkuPrices | null): SkuView {
  return {
    id: row.id,
    productId: row.productId,
    code: row.code,
    name: row.name,
    bottleSizeMl: row.bottleSizeMl,
    unitsPerCase: row.unitsPerCase,
    barcode: row.barcode,
    status: row.status,
    portalVisible: row.portalVisible,
    exclusiveCustomerId: row.exclusiveCustomerId,
    prices:
      prices?.breaks.map(({ minQuantity, unitPrice }) => ({
        minQuantity: formatNumber(minQuantity),
        unitPrice: formatUnitPrice(unitPrice),
        currency: prices.currency,
      })) ?? null,
    createdAt: moment(row.createdAt),
    updatedAt: moment(row.updatedAt),
  };
}

export function toProduct(row: ProductRow, skus: readonly SkuView[]): ProductView {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    vintage: row.vintage,
    region: row.region,
    varietal: row.varietal,
    description: row.description,
    status: row.status,
    supplierId: row.supplierId,
    portalVisible: row.portalVisible,
    exclusiveCustomerId: row.exclusiveCustomerId,
    skus: [...skus],
    createdAt: moment(row.createdAt),
    updatedAt: moment(row.updatedAt),
  };
}
