import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { requireUser } from '../core/require-user.ts';
import { parseInput } from '../parse-input.ts';
import { toDateColumn } from '../shared/calendar-date.ts';
import { idField } from '../shared/input-fields.ts';
import { noSuchGap } from './get-gap.ts';
import { dayField } from './input-fields.ts';
import { type RemediationView, toRemediation } from './views/gap.ts';

/** An action against a gap, as a request says it. */
export const remediationRequestSchema = z.strictObject({
  title: z.string().trim().min(1).max(500),
  assigneeId: idField.nullable().default(null),
  dueOn: dayField.nullable().default(null),
});

export const planRemediationInput = remediationRequestSchema.extend({ gapId: idField });

/**
 * Plans an action against a gap.
 *
 * @throws DomainError NOT_FOUND for the gap or the assignee
 */
export async function planRemediation(
  client: TenantClient,
  input: z.input<typeof planRemediationInput>,
): Promise<RemediationView> {
  const { gapId, title, assigneeId, dueOn } = parseInput(planRemediationInput, input);
  await requireUser(client, assigneeId);
  const where = { id: gapId, project: { deletedAt: null } };
  if (!(await client.gap.findFirst({ where, select: { id: true } }))) throw noSuchGap();
  const action = await client.remediationAction.create({
    data: {
      gapId,
      title,
      assigneeId,
      status: 'PLANNED',
      dueOn: dueOn === null ? null : toDateColumn(dueOn),
    },
  });
  return toRemediation(action);
}
