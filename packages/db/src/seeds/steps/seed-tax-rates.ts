import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import type { TaxRateSeed } from '../tenant-definition.ts';

/** Writes the tax rates of the states for which the tenant has none yet. */
export async function seedTaxRates(
  tx: SeedTransaction,
  tenantId: string,
  rates: readonly TaxRateSeed[],
): Promise<StepCount> {
  const existing = await tx.stateTaxRate.findMany({ where: { tenantId }, select: { state: true } });
  const states = new Set(existing.map((rate) => rate.state));
  const missing = rates.filter((rate) => !states.has(rate.state));
  if (missing.length > 0) {
    await tx.stateTaxRate.createMany({
      data: missing.map(({ state, rate, validFrom, validTo }) => ({
        tenantId,
        state,
        rate,
        validFrom: new Date(validFrom),
        validTo: validTo === undefined ? null : new Date(validTo),
      })),
    });
  }
  return { created: missing.length, unchanged: rates.length - missing.length };
}
