import type { TenantTransaction } from '@org/db';
import type { CalendarDate } from '../shared/calendar-date.ts';

/** What a material costs from a day on. */
export interface NewPrice {
  readonly materialId: string;
  readonly unitCost: string;
  readonly currency: string;
  readonly indexPriceId?: string;
}

/**
 * Writes prices that hold from a day on into the history, and makes the latest of each material its current cost. A price
 * from before one that is known ends the day before it, so late ones can come in any order; a second one for the same day
 * replaces the first. Repeated, it changes nothing.
 *
 * @returns how many entries of the history are new or changed
 */
export async function recordPrices(
  tx: TenantTransaction,
  from: CalendarDate,
  source: 'VENDOR' | 'RANDOM_LENGTHS' | 'MANUAL',
  prices: readonly NewPrice[],
): Promise<number> {
  const ids = prices.map((price) => price.materialId);
  const costs = prices.map((price) => price.unitCost);
  const currencies = prices.map((price) => price.currency);
  const indexes = prices.map((price) => price.indexPriceId ?? null);
  // Whoever prices the same material at this moment waits.
  await tx.$executeRaw`
    SELECT 1 FROM construction.materials WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const replaced = await tx.$executeRaw`
    UPDATE construction.pricing_history AS h
    SET unit_cost = p.cost, currency = p.currency, source = ${source}::construction.price_source,
        index_price_id = p.index_price_id, updated_at = now()
    FROM unnest(${ids}::uuid[], ${costs}::numeric[], ${currencies}::text[], ${indexes}::uuid[]) AS p (id, cost, currency, index_price_id)
    WHERE h.material_id = p.id AND h.valid_from = ${from}::date
      AND (h.unit_cost, h.currency, h.source, h.index_price_id)
        IS DISTINCT FROM (p.cost, p.currency::bpchar, ${source}::construction.price_source, p.index_price_id)`;
  // The period around the day is cut before the new one is put into it: they may not overlap, not even for a moment.
  await tx.$executeRaw`
    UPDATE construction.pricing_history AS h SET valid_to = ${from}::date - 1, updated_at = now()
    WHERE h.material_id = ANY (${ids}::uuid[]) AND h.valid_from < ${from}::date
      AND (h.valid_to IS NULL OR h.valid_to >= ${from}::date)`;
  const added = await tx.$executeRaw`
    INSERT INTO construction.pricing_history (material_id, unit_cost, currency, source, index_price_id, valid_from, valid_to)
    SELECT p.id, p.cost, p.currency, ${source}::construction.price_source, p.index_price_id, ${from}::date,
      (SELECT min(n.valid_from) - 1 FROM construction.pricing_history n
       WHERE n.material_id = p.id AND n.valid_from > ${from}::date)
    FROM unnest(${ids}::uuid[], ${costs}::numeric[], ${currencies}::text[], ${indexes}::uuid[]) AS p (id, cost, currency, index_price_id)
    WHERE NOT EXISTS (
      SELECT FROM construction.pricing_history h WHERE h.material_id = p.id AND h.valid_from = ${from}::date)`;
  await tx.$executeRaw`
    UPDATE construction.materials AS m SET current_cost = h.unit_cost, currency = h.currency, updated_at = now()
    FROM construction.pricing_history h
    WHERE m.id = ANY (${ids}::uuid[]) AND h.tenant_id = m.tenant_id AND h.material_id = m.id AND h.valid_to IS NULL
      AND (m.current_cost, m.currency) IS DISTINCT FROM (h.unit_cost, h.currency)`;
  return replaced + added;
}
