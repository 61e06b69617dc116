import { type BuilderSeed, TERMS_DAYS_AGO } from '../demo/summit-homes/customers.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';

const DAY = 86_400_000;

/** Writes the builder's customers whose code is not taken, each with contacts, names elsewhere, tier and prices. */
export async function seedBuilders(
  tx: SeedTransaction,
  tenantId: string,
  builders: readonly BuilderSeed[],
): Promise<StepCount> {
  const known = await tx.constructionCustomer.findMany({ where: { tenantId }, select: { code: true } });
  const taken = new Set(known.map(({ code }) => code));
  const materials = await tx.material.findMany({
    where: { tenantId, deletedAt: null },
    select: { id: true, sku: true },
  });
  const materialIds = new Map(materials.map(({ id, sku }) => [sku, id]));
  const missing = builders.filter(({ code }) => !taken.has(code));
  for (const { contacts, externalIds, tier, prices, ...builder } of missing) {
    const { id: customerId } = await tx.constructionCustomer.create({
      data: { tenantId, ...builder, state: 'CO' },
      select: { id: true },
    });
    const owner = { tenantId, customerId };
    const validFrom = new Date(Math.floor(Date.now() / DAY - TERMS_DAYS_AGO) * DAY);
    await tx.customerContact.createMany({ data: contacts.map((contact) => ({ ...owner, ...contact })) });
    await tx.customerExternalId.createMany({
      data: Object.entries(externalIds).map(([system, externalId]) => ({ ...owner, system, externalId })),
    });
    await tx.customerPricingTier.createMany({
      data: [{ ...owner, tier: tier.name, adjustmentPercent: tier.adjustmentPercent, validFrom }],
    });
    await tx.customerPricing.createMany({
      data: Object.entries(prices).flatMap(([sku, unitPrice]) => {
        const materialId = materialIds.get(sku);
        return materialId === undefined ? [] : [{ ...owner, materialId, unitPrice, validFrom }];
      }),
    });
  }
  return { created: missing.length, unchanged: builders.length - missing.length };
}
