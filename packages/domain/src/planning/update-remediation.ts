import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { requireUser } from '../core/require-user.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { toDateColumn } from '../shared/calendar-date.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { dayField } from './input-fields.ts';
import { type RemediationView, remediationStatusSchema, toRemediation } from './views/gap.ts';

/** What of an action can be changed; what is left out stays. */
export const remediationChangesSchema = z.strictObject({
  title: z.string().trim().min(1).max(500).optional(),
  status: remediationStatusSchema.optional(),
  assigneeId: idField.nullable().optional(),
  dueOn: dayField.nullable().optional(),
});

export const updateRemediationInput = remediationChangesSchema.extend({ gapId: idField, actionId: idField });

/** @throws DomainError NOT_FOUND for the action or the assignee */
export async function updateRemediation(
  client: TenantClient,
  input: z.input<typeof updateRemediationInput>,
): Promise<RemediationView> {
  const { gapId, actionId, dueOn, ...changes } = parseInput(updateRemediationInput, input);
  await requireUser(client, changes.assigneeId);
  const { status } = changes;
  const [action] = await client.remediationAction.updateManyAndReturn({
    where: { id: actionId, gapId, gap: { project: { deletedAt: null } } },
    data: withoutUndefined({
      ...changes,
      dueOn: dueOn === undefined ? undefined : dueOn && toDateColumn(dueOn),
      completedAt: status === undefined ? undefined : status === 'DONE' ? new Date() : null,
    }),
  });
  if (!action) throw new DomainError('NOT_FOUND', 'There is no such action against this gap.');
  return toRemediation(action);
}
