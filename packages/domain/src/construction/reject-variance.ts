import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadVarianceReview, lockVarianceReview } from './lock-variance-review.ts';
import type { VarianceReviewView } from './views/variance.ts';

/** What the reviewer has to say. */
export const reviewNoteField = z.string().trim().max(1000).default('');

export const rejectVarianceInput = z.strictObject({
  reviewId: idField,
  actorId: idField,
  note: reviewNoteField,
});

/**
 * Turns a pattern down: templates stay as they are. It comes back for review only when more jobs show it.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function rejectVariance(
  client: TenantClient,
  input: z.input<typeof rejectVarianceInput>,
): Promise<VarianceReviewView> {
  const { reviewId, actorId, note } = parseInput(rejectVarianceInput, input);
  return inTransaction(client, async (tx) => {
    await lockVarianceReview(tx, reviewId);
    await tx.varianceReview.updateMany({
      where: { id: reviewId },
      data: { status: 'REJECTED', reviewedAt: new Date(), reviewedById: actorId, note },
    });
    return loadVarianceReview(tx, reviewId);
  });
}
