import type { $Enums, TenantTransaction } from '@org/db';
import { DomainError } from '../errors.ts';
import type { CalendarDate } from '../shared/calendar-date.ts';
import { type Exact, exact } from '../shared/money.ts';
import { extendedCost, fits, withWaste } from './calculate-line.ts';
import type { ChosenPrice } from './choose-price.ts';
import { loadPrices } from './load-prices.ts';

/** A job, and what its prices depend on. */
export interface LinesWanted {
  readonly id: string;
  readonly planId: string;
  readonly elevationId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly on: CalendarDate;
}

/** A line that is calculated and not written yet. */
export interface DraftLine {
  readonly source: 'PLAN' | 'ELEVATION' | 'OPTION';
  readonly templateItemId: string;
  readonly materialId: string;
  readonly unit: $Enums.MaterialUnit;
  readonly baseQuantity: Exact;
  readonly wasteFactor: Exact;
  readonly quantity: Exact;
  readonly price: ChosenPrice | undefined;
  readonly extendedCost: Exact | null;
}

const SOURCES = { PLAN: 0, ELEVATION: 1, OPTION: 2 } as const;

/**
 * The lines that a job needs: the plan's first, then the elevation's, then those of the options, each by SKU.
 *
 * @throws DomainError AMOUNT_TOO_LARGE
 */
export async function draftLines(tx: TenantTransaction, job: LinesWanted): Promise<DraftLine[]> {
  const chosen = await tx.jobOption.findMany({ where: { jobId: job.id }, select: { optionId: true } });
  const items = await tx.planTemplateItem.findMany({
    where: {
      planId: job.planId,
      isActive: true,
      deletedAt: null,
      OR: [
        { elevationId: null, optionId: null },
        { elevationId: job.elevationId },
        { optionId: { in: chosen.map(({ optionId }) => optionId) } },
      ],
    },
    include: { material: true },
  });
  const materials = [...new Map(items.map(({ material }) => [material.id, material])).values()];
  const prices = await loadPrices(tx, { ...job, materials });
  return items
    .map((item) => {
      const baseQuantity = exact(item.quantity);
      const wasteFactor = exact(item.wasteFactor);
      const quantity = withWaste(baseQuantity, wasteFactor);
      const price = prices.get(item.materialId);
      const cost = price ? extendedCost(quantity, price.unitCost) : null;
      if (!fits(quantity, cost)) {
        throw new DomainError(
          'AMOUNT_TOO_LARGE',
          `${item.material.sku}: the quantity or its cost is too large.`,
        );
      }
      const source = item.elevationId ? 'ELEVATION' : item.optionId ? 'OPTION' : 'PLAN';
      const { id: templateItemId, materialId, unit, material } = item;
      return {
        source,
        templateItemId,
        materialId,
        unit,
        baseQuantity,
        wasteFactor,
        quantity,
        price,
        extendedCost: cost,
        sku: material.sku,
      } as const;
    })
    .sort(
      (left, right) =>
        SOURCES[left.source] - SOURCES[right.source] ||
        (left.sku < right.sku ? -1 : left.sku > right.sku ? 1 : 0) ||
        (left.templateItemId < right.templateItemId ? -1 : 1),
    )
    .map(({ sku: _, ...line }) => line);
}
