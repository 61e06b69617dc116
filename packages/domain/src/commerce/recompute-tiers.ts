import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';

const inputSchema = z.strictObject({
  batchSize: z.int().min(1).max(10_000).default(1000),
});

/** More than this in total, and a customer has the tier. */
const PREMIUM_ABOVE = '50000';
const STANDARD_ABOVE = '10000';

export interface TiersRecomputed {
  readonly customers: number;
  readonly changed: number;
}

interface Batch {
  readonly last: string | null;
  readonly customers: number;
  readonly changed: number;
}

/**
 * Sets the tier of all customers by what they have ordered in total: premium above 50,000, standard above 10,000, else
 * basic. A data migration: it replaces tiers that were given by hand, so nobody runs it by the way.
 *
 * Batches are committed one by one, each locks its customers only, and a run that was cut off is completed by running it again: what is
 * right is not written. Its price is decided by the tier at an order's time; orders that were placed keep theirs.
 */
export async function recomputeTiers(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<TiersRecomputed> {
  const { batchSize } = parseInput(inputSchema, input);
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  let customers = 0;
  let changed = 0;
  while (after !== null) {
    const batch: Batch = await recomputeBatch(client, after, batchSize);
    customers += batch.customers;
    changed += batch.changed;
    after = batch.customers < batchSize ? null : batch.last;
  }
  return { customers, changed };
}

async function recomputeBatch(client: TenantClient, after: string, size: number): Promise<Batch> {
  const [batch] = await client.$queryRaw<Batch[]>`
    WITH batch AS (
      SELECT id, tier,
        CASE WHEN total_ordered > ${PREMIUM_ABOVE}::numeric THEN 'premium'
             WHEN total_ordered > ${STANDARD_ABOVE}::numeric THEN 'standard'
             ELSE 'basic' END::commerce.customer_tier AS due
      FROM commerce.customers
      WHERE tenant_id = core.current_tenant_id() AND id > ${after}::uuid AND deleted_at IS NULL
      ORDER BY id LIMIT ${size} FOR UPDATE
    ), changed AS (
      UPDATE commerce.customers AS c SET tier = b.due, updated_at = now() FROM batch AS b
      WHERE c.tenant_id = core.current_tenant_id() AND c.id = b.id AND b.tier <> b.due
      RETURNING c.id
    )
    SELECT (SELECT id FROM batch ORDER BY id DESC LIMIT 1) AS last,
      (SELECT count(*)::int FROM batch) AS customers, (SELECT count(*)::int FROM changed) AS changed`;
  return batch ?? { last: null, customers: 0, changed: 0 };
}
