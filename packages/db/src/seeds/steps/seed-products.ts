import { PRICES_VALID_FROM, type ProductSeed, type SupplierSeed } from '../demo/well-crafted/products.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';

/** Writes the supplier unless its code is taken. */
export async function seedSupplier(
  tx: SeedTransaction,
  tenantId: string,
  supplier: SupplierSeed,
): Promise<StepCount> {
  if ((await tx.supplier.count({ where: { tenantId, code: supplier.code } })) > 0) {
    return { created: 0, unchanged: 1 };
  }
  await tx.supplier.create({ data: { tenantId, ...supplier }, select: { id: true } });
  return { created: 1, unchanged: 0 };
}

/** Writes the products whose code is not taken, each with its SKU, stock and prices. */
export async function seedProducts(
  tx: SeedTransaction,
  tenantId: string,
  { products, supplierCode }: { products: readonly ProductSeed[]; supplierCode: string },
): Promise<StepCount> {
  const supplier = await tx.supplier.findFirst({
    where: { tenantId, code: supplierCode, deletedAt: null },
    select: { id: true },
  });
  let created = 0;
  for (const { sku, stock, prices, ...product } of products) {
    const taken =
      (await tx.product.count({ where: { tenantId, code: product.code } })) +
      (await tx.sku.count({ where: { tenantId, code: sku.code } }));
    if (taken > 0) {
      continue;
    }
    const { id: productId } = await tx.product.create({
      data: { tenantId, ...product, supplierId: supplier?.id ?? null },
      select: { id: true },
    });
    const { id: skuId } = await tx.sku.create({
      data: { tenantId, productId, ...sku },
      select: { id: true },
    });
    await tx.inventory.create({ data: { tenantId, skuId, ...stock }, select: { id: true } });
    await seedPrices(tx, { tenantId, skuId, prices });
    created += 1;
  }
  return { created, unchanged: products.length - created };
}

/** A price of a customer that is not there any more is left out: without its customer it would hold for everybody. */
async function seedPrices(
  tx: SeedTransaction,
  { tenantId, skuId, prices }: { tenantId: string; skuId: string; prices: ProductSeed['prices'] },
): Promise<void> {
  const customers = await tx.customer.findMany({
    where: { tenantId, deletedAt: null },
    select: { id: true, code: true },
  });
  const customerIds = new Map(customers.map((customer) => [customer.code, customer.id]));
  await tx.priceListEntry.createMany({
    data: prices
      .filter((price) => price.customerCode === undefined || customerIds.has(price.customerCode))
      .map((price) => ({
        tenantId,
        skuId,
        customerId: price.customerCode === undefined ? null : (customerIds.get(price.customerCode) ?? null),
        tier: price.tier ?? null,
        minQuantity: price.minQuantity ?? '1',
        unitPrice: price.unitPrice,
        validFrom: new Date(PRICES_VALID_FROM),
      })),
  });
}
