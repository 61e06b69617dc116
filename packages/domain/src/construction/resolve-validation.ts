import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadTakeoff } from './get-takeoff.ts';
import { lockTakeoff } from './lock-takeoff.ts';
import type { TakeoffView } from './views/takeoff.ts';

/** Why a finding is right as it is. */
export const resolutionField = z.string().trim().min(1).max(1000);

export const resolveValidationInput = z.strictObject({
  takeoffId: idField,
  validationId: idField,
  resolution: resolutionField,
  actorId: idField,
});

/**
 * Settles a finding by saying why it is right as it is. A missing price cannot be talked away: the line needs one.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function resolveValidation(
  client: TenantClient,
  input: z.input<typeof resolveValidationInput>,
): Promise<TakeoffView> {
  const { takeoffId, validationId, resolution, actorId } = parseInput(resolveValidationInput, input);
  return inTransaction(client, async (tx) => {
    await lockTakeoff(tx, takeoffId, ['SUBMITTED', 'VALIDATED']);
    const finding = await tx.takeoffValidation.findFirst({ where: { id: validationId, takeoffId } });
    if (!finding) throw new DomainError('NOT_FOUND', 'There is no such finding in this takeoff.');
    if (finding.rule === 'PRICE_MISSING') {
      throw new DomainError('STATE_ILLEGAL', 'A missing price is settled by giving the line a price.');
    }
    await tx.takeoffValidation.updateMany({
      where: { id: validationId },
      data: { resolution, resolvedAt: new Date(), resolvedById: actorId },
    });
    return loadTakeoff(tx, takeoffId);
  });
}
