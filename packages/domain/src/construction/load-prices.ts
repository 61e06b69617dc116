import type { TenantTransaction } from '@org/db';
import { type CalendarDate, toDateColumn } from '../shared/calendar-date.ts';
import { type DecimalLike, exact } from '../shared/money.ts';
import { type ChosenPrice, choosePrice } from './choose-price.ts';

/** Whose prices, for what and when. */
export interface PriceSelection {
  readonly customerId: string;
  readonly materials: readonly {
    readonly id: string;
    readonly currentCost: DecimalLike | null;
    readonly currency: string;
  }[];
  readonly currency: string;
  readonly on: CalendarDate;
}

/**
 * The price of each material for a customer on a day, by `choosePrice`; in two queries for any number of materials. What is
 * priced in another currency has no price.
 *
 * @returns prices by the material's id
 */
export async function loadPrices(
  tx: TenantTransaction,
  { customerId, materials, currency, on }: PriceSelection,
): Promise<Map<string, ChosenPrice>> {
  const day = toDateColumn(on);
  const inForce = { validFrom: { lte: day }, OR: [{ validTo: null }, { validTo: { gte: day } }] };
  const tier = await tx.customerPricingTier.findFirst({ where: { customerId, ...inForce } });
  const own = await tx.customerPricing.findMany({
    where: { customerId, materialId: { in: materials.map(({ id }) => id) }, currency, ...inForce },
  });
  const negotiated = new Map(own.map((row) => [row.materialId, exact(row.unitPrice)]));
  const adjustmentPercent = tier ? exact(tier.adjustmentPercent) : null;
  const chosen = materials.flatMap((material) => {
    const price = choosePrice({
      negotiated: negotiated.get(material.id) ?? null,
      adjustmentPercent,
      currentCost:
        material.currentCost === null || material.currency !== currency ? null : exact(material.currentCost),
    });
    return price ? [[material.id, price] as const] : [];
  });
  return new Map(chosen);
}
