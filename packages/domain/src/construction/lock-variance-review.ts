import type { TenantTransaction } from '@org/db';
import { DomainError } from '../errors.ts';
import { toVarianceReview, type VarianceReviewView } from './views/variance.ts';

/**
 * Locks a review that waits for a decision, until the end of the transaction.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when it was decided
 */
export async function lockVarianceReview(
  tx: TenantTransaction,
  reviewId: string,
): Promise<VarianceReviewView> {
  await tx.$executeRaw`
    SELECT 1 FROM construction.variance_reviews WHERE id = ${reviewId}::uuid FOR NO KEY UPDATE`;
  const review = await loadVarianceReview(tx, reviewId);
  if (review.status !== 'PENDING') {
    throw new DomainError(
      'STATE_ILLEGAL',
      `The review is ${review.status}; only a PENDING one can be decided.`,
    );
  }
  return review;
}

/** A review with its pattern. */
export async function loadVarianceReview(
  tx: TenantTransaction,
  reviewId: string,
): Promise<VarianceReviewView> {
  const review = await tx.varianceReview.findFirst({ where: { id: reviewId }, include: { pattern: true } });
  if (!review) throw new DomainError('NOT_FOUND', 'There is no such review.');
  return toVarianceReview(review);
}
