import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { getGap, noSuchGap } from './get-gap.ts';
import { type GapView, gapSeveritySchema, gapStatusSchema } from './views/gap.ts';

/** What of a gap can be changed; what is left out stays. */
export const gapChangesSchema = z.strictObject({
  severity: gapSeveritySchema.optional(),
  status: gapStatusSchema.optional(),
  title: z.string().trim().min(1).max(200).optional(),
  impact: z.string().trim().max(2000).optional(),
  currentState: z.string().trim().min(1).max(1000).optional(),
  targetState: z.string().trim().min(1).max(1000).optional(),
});

export const updateGapInput = gapChangesSchema.extend({ gapId: idField, reviewerId: idField });

/**
 * Changes a gap; who changes it has reviewed it. RESOLVED and DISMISSED are ends: what is found again is a new gap.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL after its end
 */
export async function updateGap(
  client: TenantClient,
  input: z.input<typeof updateGapInput>,
): Promise<GapView> {
  const { gapId, reviewerId, ...changes } = parseInput(updateGapInput, input);
  return inTransaction(client, async (tx) => {
    const { count } = await tx.gap.updateMany({
      where: { id: gapId, status: { in: ['OPEN', 'IN_PROGRESS'] }, project: { deletedAt: null } },
      data: withoutUndefined({
        ...changes,
        reviewedById: reviewerId,
        reviewedAt: new Date(),
        resolvedAt: changes.status === 'RESOLVED' ? new Date() : undefined,
      }),
    });
    if (count === 0) {
      const gap = await tx.gap.findFirst({ where: { id: gapId, project: { deletedAt: null } } });
      if (!gap) throw noSuchGap();
      throw new DomainError('STATE_ILLEGAL', `The gap is ${gap.status}.`);
    }
    return getGap(tx, { gapId });
  });
}
