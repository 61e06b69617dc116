import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { editTakeoff } from './edit-takeoff.ts';
import type { TakeoffView } from './views/takeoff.ts';

export const removeTakeoffLineInput = z.strictObject({ takeoffId: idField, lineId: idField });

/**
 * Takes a line out. Only while the takeoff is DRAFT or SUBMITTED.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function removeTakeoffLine(
  client: TenantClient,
  input: z.input<typeof removeTakeoffLineInput>,
): Promise<TakeoffView> {
  const { takeoffId, lineId } = parseInput(removeTakeoffLineInput, input);
  return editTakeoff(client, takeoffId, async (tx) => {
    const { count } = await tx.takeoffLineItem.deleteMany({ where: { id: lineId, takeoffId } });
    if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such line in this takeoff.');
  });
}
