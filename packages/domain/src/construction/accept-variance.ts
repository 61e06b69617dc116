import type { Prisma, TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction, lockName } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { exact, formatNumber } from '../shared/money.ts';
import { loadVarianceReview, lockVarianceReview } from './lock-variance-review.ts';
import { reviewNoteField } from './reject-variance.ts';
import type { VarianceReviewView } from './views/variance.ts';

export const acceptVarianceInput = z.strictObject({
  reviewId: idField,
  actorId: idField,
  note: reviewNoteField,
});

/**
 * Accepts a pattern: each template item that it concerns gets round(quantity × (1 + mean), 3), with the mean of the review,
 * and the audit says which review did so (`variance_accepted`). That is the item of a PLAN or OPTION; for a MATERIAL all
 * items of it; for a COMMUNITY those of the plans that were finished there. Other open reviews of the same items become
 * SUPERSEDED, because their figures were about the quantity of before.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when it was decided, no item is left, or nothing would be left of one
 */
export async function acceptVariance(
  client: TenantClient,
  input: z.input<typeof acceptVarianceInput>,
): Promise<VarianceReviewView> {
  const { reviewId, actorId, note } = parseInput(acceptVarianceInput, input);
  return inTransaction(client, async (tx) => {
    // Two reviews may concern one item: they are decided one after the other, as detection is.
    await lockName(tx, 'construction-variance');
    const review = await lockVarianceReview(tx, reviewId);
    const items = await findItems(tx, review);
    if (items.length === 0)
      throw new DomainError('STATE_ILLEGAL', 'No template item is left that this concerns.');
    for (const item of items) await correct(tx, review, item, actorId);
    const now = new Date();
    const decided = { reviewedAt: now, reviewedById: actorId };
    await tx.varianceReview.updateMany({
      where: { id: reviewId },
      data: { ...decided, status: 'ACCEPTED', note },
    });
    await retire(tx, review, items);
    await recordWebhookEvent(tx, {
      type: 'variance.accepted',
      entity: 'VarianceReview',
      entityId: reviewId,
      payload: { id: reviewId, patternId: review.pattern.id, templateItems: items.map(({ id }) => id) },
    });
    return loadVarianceReview(tx, reviewId);
  });
}

interface Item {
  readonly id: string;
  readonly quantity: { toString(): string };
}

async function findItems(tx: TenantTransaction, { pattern }: VarianceReviewView): Promise<Item[]> {
  const { materialId, templateItemId, communityId } = pattern;
  const scope: Prisma.PlanTemplateItemWhereInput = templateItemId
    ? { id: templateItemId }
    : communityId
      ? { plan: { jobs: { some: { status: 'COMPLETED', deletedAt: null, lot: { communityId } } } } }
      : {};
  return tx.planTemplateItem.findMany({
    where: { materialId, isActive: true, deletedAt: null, ...scope },
    orderBy: { id: 'asc' },
    select: { id: true, quantity: true },
  });
}

async function correct(
  tx: TenantTransaction,
  review: VarianceReviewView,
  item: Item,
  actorId: string,
): Promise<void> {
  const quantity = exact(item.quantity).times(exact(review.mean).plus(1)).toDecimalPlaces(3);
  if (quantity.lessThanOrEqualTo(0) || quantity.greaterThan('999999999.999')) {
    throw new DomainError(
      'STATE_ILLEGAL',
      `A template item would need ${formatNumber(quantity)}. Correct it by hand.`,
    );
  }
  await tx.planTemplateItem.updateMany({ where: { id: item.id }, data: { quantity: quantity.toFixed() } });
  await tx.auditLog.createMany({
    data: [
      {
        actorType: 'USER',
        actorId,
        action: 'variance_accepted',
        entity: 'PlanTemplateItem',
        entityId: item.id,
        payload: {
          reviewId: review.id,
          patternId: review.pattern.id,
          mean: review.mean,
          before: { quantity: formatNumber(item.quantity) },
          after: { quantity: formatNumber(quantity) },
        },
      },
    ],
  });
}

/** Patterns that spoke of the items as they were. The next detection finds what is true of them now. */
async function retire(
  tx: TenantTransaction,
  review: VarianceReviewView,
  items: readonly Item[],
): Promise<void> {
  const { materialId } = review.pattern;
  const concerned = {
    materialId,
    OR: [{ templateItemId: { in: items.map(({ id }) => id) } }, { scope: { in: ['COMMUNITY', 'MATERIAL'] } }],
  } satisfies Prisma.VariancePatternWhereInput;
  const patterns = await tx.variancePattern.findMany({ where: concerned, select: { id: true } });
  const ids = patterns.map(({ id }) => id);
  await tx.variancePattern.updateMany({ where: { id: { in: ids } }, data: { isActive: false } });
  await tx.varianceReview.updateMany({
    where: { patternId: { in: ids }, status: 'PENDING' },
    data: {
      status: 'SUPERSEDED',
      reviewedAt: new Date(),
      note: `Superseded by review ${review.id}, which changed the template items.`,
    },
  });
}
