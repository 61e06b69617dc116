import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction, lockName } from '../shared/in-transaction.ts';
import { type FoundPattern, findPatterns } from './find-patterns.ts';

export const detectVarianceInput = z.strictObject({
  minimumSample: z.int().min(2).max(1000).default(3).describe('Jobs that a pattern needs'),
  minimumMean: z
    .number()
    .min(0)
    .max(10)
    .default(0.05)
    .describe('Difference from which it is worth a review: 0.05 is 5 %'),
  minimumConfidence: z.number().min(0).max(1).default(0.9),
});

/** What a search for patterns found. */
export interface VarianceDetected {
  readonly patterns: number;
  /** Reviews that it opened. */
  readonly reviews: number;
}

/**
 * Compares what takeoffs said with what finished jobs used, and keeps what repeats itself as patterns: of a template item of a plan
 * or an option, of a material in a community, of a material altogether. Those that are large and sure enough get a review,
 * one at a time; what was rejected comes back only with more jobs behind it. A pattern that no longer shows is retired.
 * Repeated with nothing new, it changes nothing but the time of the patterns.
 */
export async function detectVariance(
  client: TenantClient,
  input: z.input<typeof detectVarianceInput> = {},
): Promise<VarianceDetected> {
  const limits = parseInput(detectVarianceInput, input);
  return inTransaction(client, async (tx) => {
    await lockName(tx, 'construction-variance');
    const found = await findPatterns(tx, limits.minimumSample);
    await write(tx, found);
    const reviews = await openReviews(tx, limits);
    return { patterns: found.length, reviews };
  });
}

async function write(tx: TenantTransaction, patterns: readonly FoundPattern[]): Promise<void> {
  const column = <Key extends keyof FoundPattern>(key: Key) => patterns.map((pattern) => pattern[key]);
  await tx.$executeRaw`
    INSERT INTO construction.variance_patterns
      (scope, subject_id, material_id, template_item_id, plan_id, community_id, sample_size, mean, deviation, confidence)
    SELECT * FROM unnest(
      ${column('scope')}::construction.variance_scope[], ${column('subjectId')}::uuid[], ${column('materialId')}::uuid[],
      ${column('templateItemId')}::uuid[], ${column('planId')}::uuid[], ${column('communityId')}::uuid[],
      ${column('sampleSize')}::int[], ${column('mean')}::numeric[], ${column('deviation')}::numeric[],
      ${column('confidence')}::numeric[])
    ON CONFLICT (tenant_id, scope, subject_id, material_id) DO UPDATE
    SET sample_size = excluded.sample_size, mean = excluded.mean, deviation = excluded.deviation,
        confidence = excluded.confidence, is_active = true, updated_at = now()`;
  await tx.$executeRaw`
    UPDATE construction.variance_patterns AS p SET is_active = false, updated_at = now()
    WHERE p.is_active AND NOT EXISTS (
      SELECT FROM unnest(
        ${column('scope')}::construction.variance_scope[], ${column('subjectId')}::uuid[], ${column('materialId')}::uuid[]
      ) AS f (scope, subject_id, material_id)
      WHERE (f.scope, f.subject_id, f.material_id) = (p.scope, p.subject_id, p.material_id))`;
}

async function openReviews(
  tx: TenantTransaction,
  limits: z.output<typeof detectVarianceInput>,
): Promise<number> {
  const opened = await tx.$queryRaw<{ id: string; pattern_id: string }[]>`
    INSERT INTO construction.variance_reviews (pattern_id, sample_size, mean, deviation, confidence)
    SELECT p.id, p.sample_size, p.mean, p.deviation, p.confidence FROM construction.variance_patterns p
    WHERE p.is_active AND abs(p.mean) >= ${limits.minimumMean}::float8::numeric
      AND p.confidence >= ${limits.minimumConfidence}::float8::numeric
      AND NOT EXISTS (
        SELECT FROM construction.variance_reviews r WHERE r.pattern_id = p.id
          AND (r.status = 'PENDING' OR r.status = 'REJECTED' AND r.sample_size >= p.sample_size))
    ORDER BY p.id
    RETURNING id::text, pattern_id::text`;
  for (const { id, pattern_id: patternId } of opened) {
    await recordWebhookEvent(tx, {
      type: 'variance.review_opened',
      entity: 'VarianceReview',
      entityId: id,
      payload: { id, patternId },
    });
  }
  return opened.length;
}
