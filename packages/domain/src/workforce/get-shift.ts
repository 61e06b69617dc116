import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { scopeOf, siteAndAgentFilter, workforceActorSchema } from './scope.ts';
import { assignmentSchema, toAssignment } from './views/assignment.ts';
import { shiftSchema, toShift } from './views/shift.ts';

export const getShiftInput = z.strictObject({ shiftId: idField, actor: workforceActorSchema });

export const shiftWithAssignmentSchema = shiftSchema
  .extend({ assignment: assignmentSchema.nullable().describe('The one in force; for supervisors only') })
  .meta({ id: 'ShiftWithAssignment' });
export type ShiftWithAssignmentView = z.output<typeof shiftWithAssignmentSchema>;

/**
 * One shift; for supervisors with the reasons of its assignment.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getShift(
  client: TenantClient,
  input: z.input<typeof getShiftInput>,
): Promise<ShiftWithAssignmentView> {
  const { shiftId, actor } = parseInput(getShiftInput, input);
  const scope = await scopeOf(client, actor);
  const visible = siteAndAgentFilter(scope);
  const shift = visible && (await client.shift.findFirst({ where: { AND: [{ id: shiftId }, visible] } }));
  if (!shift) throw new DomainError('NOT_FOUND', 'There is no such shift.');
  const assignment =
    scope.kind === 'all'
      ? await client.shiftAssignment.findFirst({ where: { shiftId, endedAt: null } })
      : null;
  return { ...toShift(shift), assignment: assignment && toAssignment(assignment) };
}
