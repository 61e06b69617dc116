import type { $Enums, TenantTransaction } from '@org/db';
import { confidenceOf } from './measure-variance.ts';

/** A pattern as it is found, in the columns of its table. */
export interface FoundPattern {
  readonly scope: $Enums.VarianceScope;
  readonly subjectId: string;
  readonly materialId: string;
  readonly templateItemId: string | null;
  readonly planId: string | null;
  readonly communityId: string | null;
  readonly sampleSize: number;
  readonly mean: string;
  readonly deviation: string;
  readonly confidence: string;
}

/**
 * Differences between what the takeoffs of finished jobs said and what was used (else received), as a share of the former, by
 * scope. Only lines count whose template item still asks for the same quantity and waste: once it was corrected, older jobs tell
 * nothing about it, and nothing is corrected twice. A community or a material is a pattern of its own only where at least two
 * template items show it; else it is that of the item.
 *
 * @param minimumSample lines that a pattern needs
 */
export async function findPatterns(tx: TenantTransaction, minimumSample: number): Promise<FoundPattern[]> {
  const rows = await tx.$queryRaw<(Omit<FoundPattern, 'confidence'> & { confidence?: never })[]>`
    WITH samples AS (
      SELECT l.material_id, i.id AS template_item_id, i.plan_id, i.option_id, o.community_id,
        (coalesce(l.used_quantity, CASE WHEN po.status = 'RECEIVED' THEN pl.received_quantity END) - l.quantity) / l.quantity AS share
      FROM construction.jobs j
      JOIN construction.lots o ON o.tenant_id = j.tenant_id AND o.id = j.lot_id
      JOIN construction.takeoffs t ON t.tenant_id = j.tenant_id AND t.job_id = j.id AND t.status = 'APPROVED'
      JOIN construction.takeoff_line_items l ON l.tenant_id = t.tenant_id AND l.takeoff_id = t.id AND l.quantity > 0
      JOIN construction.plan_template_items i ON i.tenant_id = l.tenant_id AND i.id = l.template_item_id
        AND i.deleted_at IS NULL AND i.is_active AND i.quantity = l.base_quantity AND i.waste_factor = l.waste_factor
      LEFT JOIN construction.purchase_order_lines pl ON pl.tenant_id = l.tenant_id AND pl.takeoff_line_item_id = l.id
      LEFT JOIN construction.purchase_orders po ON po.tenant_id = pl.tenant_id AND po.id = pl.purchase_order_id
      WHERE j.status = 'COMPLETED' AND j.deleted_at IS NULL
    ), patterns AS (
      SELECT CASE WHEN option_id IS NULL THEN 'PLAN' ELSE 'OPTION' END AS scope, template_item_id AS subject_id, material_id,
        template_item_id, plan_id, NULL::uuid AS community_id, share, template_item_id AS item FROM samples
      UNION ALL
      SELECT 'COMMUNITY', community_id, material_id, NULL, NULL, community_id, share, template_item_id FROM samples
      UNION ALL
      SELECT 'MATERIAL', material_id, material_id, NULL, NULL, NULL, share, template_item_id FROM samples
    )
    SELECT scope, subject_id::text AS "subjectId", material_id::text AS "materialId", template_item_id::text AS "templateItemId",
      plan_id::text AS "planId", community_id::text AS "communityId", count(*)::int AS "sampleSize",
      round(avg(share), 6)::text AS mean, round(stddev_samp(share), 6)::text AS deviation
    FROM patterns WHERE share IS NOT NULL
    GROUP BY scope, subject_id, material_id, template_item_id, plan_id, community_id
    HAVING count(*) >= ${minimumSample}::int AND (scope IN ('PLAN', 'OPTION') OR count(DISTINCT item) > 1)
    ORDER BY scope, subject_id, material_id`;
  return rows.map((row) => {
    const confidence = confidenceOf({
      size: row.sampleSize,
      mean: Number(row.mean),
      deviation: Number(row.deviation),
    });
    return { ...row, confidence: confidence.toFixed(4) };
  });
}
