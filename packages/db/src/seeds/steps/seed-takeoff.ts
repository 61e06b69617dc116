import type { Progress } from '../demo/summit-homes/jobs.ts';
import type { SeedTransaction } from '../seed-database.ts';

const DAY = 86_400_000;

/** Writes the takeoff of a job, priced as of a day in the past by the rule of the domain's createTakeoff. */
export async function seedTakeoff(
  tx: SeedTransaction,
  {
    tenantId,
    jobId,
    progress,
  }: { tenantId: string; jobId: string; progress: Exclude<Progress, { stage: 'PLANNED' }> },
): Promise<string> {
  const admin = await tx.user.findFirst({
    where: {
      tenantId,
      deletedAt: null,
      roles: { some: { role: { system: 'construction', name: 'ADMIN' } } },
    },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  const { customerId } = await tx.job.findFirstOrThrow({ where: { tenantId, id: jobId } });
  const at = (days: number) => new Date(Date.now() - (progress.daysAgo - days) * DAY);
  const submitted = progress.stage === 'DRAFT' ? {} : { submittedAt: at(1) };
  const approved =
    progress.stage === 'RECEIVED'
      ? { validatedAt: at(1), approvedAt: at(2), approvedById: admin?.id ?? null, orderedAt: at(3) }
      : {};
  const status = progress.stage === 'RECEIVED' ? 'APPROVED' : progress.stage;
  const { id } = await tx.takeoff.create({
    data: {
      tenantId,
      number: await nextNumber(tx, tenantId),
      jobId,
      customerId,
      status,
      pricedOn: new Date(Math.floor(at(0).getTime() / DAY) * DAY),
      createdById: admin?.id ?? null,
      ...submitted,
      ...approved,
    },
    select: { id: true },
  });
  await writeLines(tx, tenantId, id);
  return id;
}

async function nextNumber(tx: SeedTransaction, tenantId: string): Promise<string> {
  const taken = await tx.takeoff.findMany({
    where: { tenantId, number: { startsWith: 'TO-' } },
    orderBy: { number: 'desc' },
    take: 1,
    select: { number: true },
  });
  return `TO-${String(Number(taken[0]?.number.slice(3) ?? 0) + 1).padStart(8, '0')}`;
}

async function writeLines(tx: SeedTransaction, tenantId: string, takeoffId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO construction.takeoff_line_items
      (tenant_id, takeoff_id, line_number, source, template_item_id, material_id, unit, base_quantity, waste_factor, quantity,
       price_basis, unit_cost, extended_cost)
    SELECT t.tenant_id, t.id,
      row_number() OVER (ORDER BY (i.elevation_id IS NOT NULL), (i.option_id IS NOT NULL), m.sku, i.id),
      CASE WHEN i.elevation_id IS NOT NULL THEN 'ELEVATION' WHEN i.option_id IS NOT NULL THEN 'OPTION' ELSE 'PLAN' END::construction.line_source,
      i.id, m.id, i.unit, i.quantity, i.waste_factor, q.quantity,
      CASE WHEN c.id IS NOT NULL THEN 'CUSTOMER' WHEN r.id IS NOT NULL THEN 'TIER' ELSE 'COST' END::construction.price_basis,
      p.cost, round(q.quantity * p.cost, 2)
    FROM construction.takeoffs t
    JOIN construction.jobs j ON j.tenant_id = t.tenant_id AND j.id = t.job_id
    JOIN construction.plan_template_items i ON i.tenant_id = t.tenant_id AND i.plan_id = j.plan_id AND i.deleted_at IS NULL
      AND (num_nonnulls(i.elevation_id, i.option_id) = 0 OR i.elevation_id = j.elevation_id OR EXISTS (
        SELECT FROM construction.job_options o WHERE o.tenant_id = j.tenant_id AND o.job_id = j.id AND o.option_id = i.option_id))
    JOIN construction.materials m ON m.tenant_id = i.tenant_id AND m.id = i.material_id
    JOIN construction.pricing_history h ON h.tenant_id = m.tenant_id AND h.material_id = m.id
      AND t.priced_on BETWEEN h.valid_from AND coalesce(h.valid_to, 'infinity')
    LEFT JOIN construction.customer_pricing c ON c.tenant_id = t.tenant_id AND c.customer_id = t.customer_id
      AND c.material_id = m.id AND t.priced_on BETWEEN c.valid_from AND coalesce(c.valid_to, 'infinity')
    LEFT JOIN construction.customer_pricing_tiers r ON r.tenant_id = t.tenant_id AND r.customer_id = t.customer_id
      AND t.priced_on BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
    CROSS JOIN LATERAL (SELECT round(i.quantity * (1 + i.waste_factor), 3) AS quantity) AS q
    CROSS JOIN LATERAL (
      SELECT coalesce(c.unit_price, round(h.unit_cost * (1 + coalesce(r.adjustment_percent, 0) / 100), 4)) AS cost
    ) AS p
    WHERE t.tenant_id = ${tenantId}::uuid AND t.id = ${takeoffId}::uuid`;
  await tx.$executeRaw`
    UPDATE construction.takeoffs SET total = (
      SELECT sum(extended_cost) FROM construction.takeoff_line_items
      WHERE tenant_id = ${tenantId}::uuid AND takeoff_id = ${takeoffId}::uuid)
    WHERE tenant_id = ${tenantId}::uuid AND id = ${takeoffId}::uuid`;
}
