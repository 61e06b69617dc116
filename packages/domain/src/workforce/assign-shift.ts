import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField } from '../shared/input-fields.ts';
import { loadCandidates } from './assignment/load-candidates.ts';
import {
  type AssignmentReason,
  assignmentMethodSchema,
  rankCandidates,
} from './assignment/rank-candidates.ts';
import { loadShiftToFill } from './assignment/shift-to-fill.ts';
import { lockRoster } from './lock-roster.ts';
import { notifyUser } from './notify.ts';
import { type AssignmentView, toAssignment } from './views/assignment.ts';

/** What a request says besides the shift. */
export const assignmentRequestSchema = z.strictObject({
  method: assignmentMethodSchema,
  agentId: idField.optional().describe('Who gets the shift; of MANUAL only'),
  idempotencyKey: idempotencyKeyField.optional(),
});

export const assignShiftInput = assignmentRequestSchema
  .extend({ shiftId: idField, actorId: idField })
  .refine((input) => (input.method === 'MANUAL') === (input.agentId !== undefined), {
    path: ['agentId'],
    error: 'is needed for MANUAL, and for no other method',
  });

/**
 * Gives a shift to an agent, with the reasons for him and against the others on record. MANUAL takes who is named; the
 * others choose (see `rankCandidates`). Decisions of a tenant are made one after the other, so of many at once for one
 * shift exactly one wins; whatever else happens, the database refuses two overlapping shifts of an agent.
 *
 * Repeated with the same key it is done once, and answers the same.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL (assigned already, over or under way), AGENT_UNAVAILABLE,
 * NO_AGENT_AVAILABLE, IDEMPOTENCY_KEY_REUSED; DbError EXCLUSION_VIOLATION when the agent was planned past this workflow
 */
export async function assignShift(
  client: TenantClient,
  input: z.input<typeof assignShiftInput>,
): Promise<AssignmentView> {
  const { shiftId, method, agentId, actorId, idempotencyKey } = parseInput(assignShiftInput, input);
  return inTransaction(client, async (tx) => {
    await lockRoster(tx);
    if (idempotencyKey !== undefined) {
      const done = await tx.shiftAssignment.findFirst({ where: { idempotencyKey } });
      if (done) {
        const same =
          done.shiftId === shiftId && done.method === method && (agentId ?? done.agentId) === done.agentId;
        if (!same) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
        return toAssignment(done);
      }
    }
    const shift = await loadShiftToFill(tx, shiftId);
    const ranked = rankCandidates(shift, await loadCandidates(tx, shift, agentId), method);
    const [best] = ranked;
    if (!best || best.rank === null) throw refusal(ranked, agentId);
    await tx.shift.updateMany({ where: { id: shiftId }, data: { agentId: best.agentId } });
    const assignment = await tx.shiftAssignment.create({
      data: {
        shiftId,
        agentId: best.agentId,
        assignedById: actorId,
        method,
        score: best.score,
        reasons: ranked,
        idempotencyKey: idempotencyKey ?? null,
      },
    });
    await tellAgent(tx, best.agentId, shift.start);
    return toAssignment(assignment);
  });
}

function refusal(ranked: readonly AssignmentReason[], agentId: string | undefined): DomainError {
  const fields = ranked.map(({ employeeNumber, reasons }) => ({
    field: employeeNumber,
    message: reasons.join('; '),
  }));
  if (agentId === undefined) return new DomainError('NO_AGENT_AVAILABLE', undefined, { fields });
  const [agent] = fields;
  if (!agent) return new DomainError('NOT_FOUND', 'There is no such agent.');
  return new DomainError('AGENT_UNAVAILABLE', `The agent cannot have this shift: ${agent.message}.`, {
    fields,
  });
}

async function tellAgent(tx: TenantTransaction, agentId: string, start: Date): Promise<void> {
  const agent = await tx.agent.findFirst({ where: { id: agentId }, select: { userId: true } });
  if (!agent) return;
  await notifyUser(tx, agent.userId, {
    type: 'INFO',
    title: 'You have a new shift',
    body: start.toISOString(),
  });
}
