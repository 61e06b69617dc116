import type { TenantTransaction } from '@org/db';
import { type Exact, exact } from '../shared/money.ts';
import { withWaste } from './calculate-line.ts';

/** How many standard deviations around its mean a pattern still calls usual; about 95 % of a normal distribution. */
const DEVIATIONS = 2;

/**
 * What is usual for each line of a takeoff that comes from a template item with a variance pattern: the item's own, else that
 * of the community, else that of the material. With m and s as the pattern's mean and deviation and q as the item's quantity with
 * waste, it is q × (1 + m − 2 s) to q × (1 + m + 2 s), rounded to thousandths.
 *
 * @returns ranges by the line's id
 */
export async function loadUsualQuantities(
  tx: TenantTransaction,
  takeoffId: string,
): Promise<Map<string, { low: Exact; high: Exact }>> {
  const rows = await tx.$queryRaw<
    { line_id: string; quantity: string; waste: string; mean: string; deviation: string }[]
  >`
    SELECT DISTINCT ON (l.id) l.id::text AS line_id, i.quantity::text, i.waste_factor::text AS waste, p.mean::text, p.deviation::text
    FROM construction.takeoff_line_items l
    JOIN construction.takeoffs t ON t.tenant_id = l.tenant_id AND t.id = l.takeoff_id
    JOIN construction.jobs j ON j.tenant_id = t.tenant_id AND j.id = t.job_id
    JOIN construction.lots o ON o.tenant_id = j.tenant_id AND o.id = j.lot_id
    JOIN construction.plan_template_items i ON i.tenant_id = l.tenant_id AND i.id = l.template_item_id
    JOIN construction.variance_patterns p ON p.tenant_id = l.tenant_id AND p.material_id = l.material_id AND p.is_active
      AND (p.template_item_id = i.id OR p.community_id = o.community_id OR p.scope = 'MATERIAL')
    WHERE l.takeoff_id = ${takeoffId}::uuid
    ORDER BY l.id, (p.template_item_id IS NULL), (p.community_id IS NULL)`;
  return new Map(
    rows.map((row) => {
      const planned = withWaste(exact(row.quantity), exact(row.waste));
      const middle = exact(row.mean).plus(1);
      const reach = exact(row.deviation).times(DEVIATIONS);
      const bound = (factor: Exact) => planned.times(factor).toDecimalPlaces(3);
      const low = bound(middle.minus(reach));
      return [
        row.line_id,
        { low: low.isNegative() ? exact(0) : low, high: bound(middle.plus(reach)) },
      ] as const;
    }),
  );
}
