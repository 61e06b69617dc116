import type { $Enums } from '../../../generated/prisma/client.ts';
import type { ChoiceSeed, ItemSeed, PlanSeed } from '../demo/summit-homes/plans.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';

interface Material {
  readonly id: string;
  readonly unit: $Enums.MaterialUnit;
}

/** Writes the plans whose code is not taken, each with its elevations, options and template items. */
export async function seedPlans(
  tx: SeedTransaction,
  tenantId: string,
  plans: readonly PlanSeed[],
): Promise<StepCount> {
  const known = await tx.plan.findMany({ where: { tenantId }, select: { code: true } });
  const taken = new Set(known.map(({ code }) => code));
  const rows = await tx.material.findMany({
    where: { tenantId, deletedAt: null },
    select: { id: true, sku: true, unit: true },
  });
  const materials = new Map<string, Material>(rows.map((row) => [row.sku, row]));
  const missing = plans.filter(({ code }) => !taken.has(code));
  for (const { items, elevations, options, ...plan } of missing) {
    const { id: planId } = await tx.plan.create({ data: { tenantId, ...plan }, select: { id: true } });
    const own = { tenantId, planId };
    const head = ({ code, name }: ChoiceSeed) => ({ ...own, code, name });
    const selected = { select: { id: true, code: true } } as const;
    const fronts = await tx.planElevation.createManyAndReturn({ data: elevations.map(head), ...selected });
    const extras = await tx.planOption.createManyAndReturn({ data: options.map(head), ...selected });
    const idOf = (made: readonly { id: string; code: string }[], code: string) =>
      made.find((one) => one.code === code)?.id ?? null;
    const listed = (
      list: readonly ItemSeed[],
      scope: { elevationId?: string | null; optionId?: string | null },
    ) =>
      list.flatMap(([sku, quantity, wasteFactor]) => {
        const material = materials.get(sku);
        if (!material) return [];
        return [{ ...own, ...scope, materialId: material.id, unit: material.unit, quantity, wasteFactor }];
      });
    await tx.planTemplateItem.createMany({
      data: [
        ...listed(items, {}),
        ...elevations.flatMap((one) => listed(one.items, { elevationId: idOf(fronts, one.code) })),
        ...options.flatMap((one) => listed(one.items, { optionId: idOf(extras, one.code) })),
      ],
    });
  }
  return { created: missing.length, unchanged: plans.length - missing.length };
}
