import {
  LUMBER_SERIES,
  LUMBER_SIZES,
  type MaterialSeed,
  type VendorSeed,
} from '../demo/summit-homes/materials.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';

/** Weeks of prices, up to the one of the first run. */
const WEEKS = 52;

/** Writes the vendors whose code is not taken. */
export async function seedVendors(
  tx: SeedTransaction,
  tenantId: string,
  vendors: readonly VendorSeed[],
): Promise<StepCount> {
  const taken = new Set(
    (await tx.vendor.findMany({ where: { tenantId }, select: { code: true } })).map(({ code }) => code),
  );
  const missing = vendors.filter(({ code }) => !taken.has(code));
  await tx.vendor.createMany({ data: missing.map((vendor) => ({ tenantId, ...vendor })) });
  return { created: missing.length, unchanged: vendors.length - missing.length };
}

/**
 * Writes the materials whose SKU is not taken, each with a year of weekly prices. Lumber follows the lumber index, which is written
 * with the first of them. Prices swing by a few percent around their middle, the same on every run.
 */
export async function seedMaterials(
  tx: SeedTransaction,
  tenantId: string,
  materials: readonly MaterialSeed[],
): Promise<StepCount> {
  const known = await tx.material.findMany({ where: { tenantId }, select: { sku: true } });
  const taken = new Set(known.map(({ sku }) => sku));
  const vendors = await tx.vendor.findMany({ where: { tenantId }, select: { id: true, code: true } });
  const vendorIds = new Map(vendors.map(({ id, code }) => [code, id]));
  const missing = materials.flatMap(({ vendorCode, cost, lumber, ...material }) => {
    const vendorId = vendorIds.get(vendorCode);
    if (taken.has(material.sku) || vendorId === undefined) return [];
    // Until the prices of the weeks are there, the cost is the middle that they swing around.
    const index = lumber ? { ...LUMBER_SERIES, ...lumber } : { currentCost: cost ?? null };
    return [{ tenantId, vendorId, ...material, ...index }];
  });
  if (missing.length === 0) return { created: 0, unchanged: materials.length };
  const created = await tx.material.createManyAndReturn({ data: missing, select: { id: true } });
  await writeIndex(tx, tenantId);
  await writePrices(
    tx,
    tenantId,
    created.map(({ id }) => id),
  );
  return { created: missing.length, unchanged: materials.length - missing.length };
}

async function writeIndex(tx: SeedTransaction, tenantId: string): Promise<void> {
  const { species, grade, region } = LUMBER_SERIES;
  await tx.$executeRaw`
    INSERT INTO construction.random_lengths_pricing (tenant_id, species, grade, size, region, price_per_mbf, week_of)
    SELECT ${tenantId}::uuid, ${species}, ${grade}, s.size, ${region},
      round(s.price * (1 + ((w * 7 + s.n * 3) % 25 - 12) / 200.0), 4),
      date_trunc('week', current_date)::date - 7 * (${WEEKS}::int - w)
    FROM unnest(${LUMBER_SIZES.map(({ size }) => size)}::text[], ${LUMBER_SIZES.map(({ pricePerMbf }) => pricePerMbf)}::numeric[])
      WITH ORDINALITY AS s (size, price, n), generate_series(1, ${WEEKS}::int) AS w
    ON CONFLICT DO NOTHING`;
}

/** Of lumber by the index (see the domain's recordIndexWeek for the formula), of the rest around the present cost. */
async function writePrices(tx: SeedTransaction, tenantId: string, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO construction.pricing_history
      (tenant_id, material_id, unit_cost, source, index_price_id, valid_from, valid_to)
    SELECT m.tenant_id, m.id,
      coalesce(
        round(r.price_per_mbf * m.board_feet_per_unit / 1000, 4),
        round(m.current_cost * (1 + ((w.n * 3 + ascii(right(m.sku, 1))) % 11 - 5) / 100.0), 4)
      ),
      CASE WHEN r.id IS NULL THEN 'VENDOR' ELSE 'RANDOM_LENGTHS' END::construction.price_source, r.id, w.week,
      CASE WHEN w.n < ${WEEKS}::int THEN w.week + 6 END
    FROM construction.materials m
    CROSS JOIN (
      SELECT n, date_trunc('week', current_date)::date - 7 * (${WEEKS}::int - n) AS week FROM generate_series(1, ${WEEKS}::int) AS n
    ) AS w
    LEFT JOIN construction.random_lengths_pricing r ON r.tenant_id = m.tenant_id AND r.week_of = w.week
      AND (r.species, r.grade, r.size, r.region) = (m.species, m.grade, m.size, m.region)
    WHERE m.tenant_id = ${tenantId}::uuid AND m.id = ANY (${[...ids]}::uuid[])`;
  await tx.$executeRaw`
    UPDATE construction.materials AS m SET current_cost = h.unit_cost
    FROM construction.pricing_history h
    WHERE h.tenant_id = m.tenant_id AND h.material_id = m.id AND h.valid_to IS NULL
      AND m.tenant_id = ${tenantId}::uuid AND m.id = ANY (${[...ids]}::uuid[])`;
}
