import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField } from '../shared/input-fields.ts';
import { lockRoster } from './lock-roster.ts';
import { notifySupervisors } from './notify.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';
import { type TimeOffView, timeOffTypeSchema, toTimeOff } from './views/time-off.ts';

const DAY_MS = 86_400_000;

export const timeOffRequestSchema = z.strictObject({
  timeOffType: timeOffTypeSchema,
  startsOn: z.iso.date(),
  endsOn: z.iso.date().describe('The last day of it; at most a year later'),
  reason: z.string().max(1000).default(''),
  idempotencyKey: idempotencyKeyField.optional(),
});

export const requestTimeOffInput = timeOffRequestSchema.extend({ actor: workforceActorSchema });

/**
 * An agent asks for days off. Those of one agent never overlap, unless they were rejected or cancelled. Repeated with
 * the same key it is done once.
 *
 * @throws DomainError INPUT_INVALID, PERMISSION_MISSING (no agent), CONFLICT (overlaps), IDEMPOTENCY_KEY_REUSED
 */
export async function requestTimeOff(
  client: TenantClient,
  input: z.input<typeof requestTimeOffInput>,
): Promise<TimeOffView> {
  const { actor, idempotencyKey, ...wanted } = parseInput(requestTimeOffInput, input);
  const startsOn = toDateColumn(wanted.startsOn);
  const endsOn = toDateColumn(wanted.endsOn);
  if (endsOn < startsOn || Number(endsOn) - Number(startsOn) > 366 * DAY_MS) {
    const message = 'must be the first day or later, by a year at most';
    throw new DomainError('INPUT_INVALID', `The input is not valid: endsOn: ${message}.`, {
      fields: [{ field: 'endsOn', message }],
    });
  }
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    await lockRoster(tx);
    if (idempotencyKey !== undefined) {
      const done = await tx.timeOffRequest.findFirst({ where: { idempotencyKey } });
      if (done) {
        const same =
          done.agentId === agent.id &&
          Number(done.startsOn) === Number(startsOn) &&
          Number(done.endsOn) === Number(endsOn);
        if (!same) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
        return toTimeOff(done);
      }
    }
    const overlapping = await tx.timeOffRequest.findFirst({
      where: {
        agentId: agent.id,
        status: { in: ['PENDING', 'APPROVED'] },
        startsOn: { lte: endsOn },
        endsOn: { gte: startsOn },
      },
      select: { id: true },
    });
    if (overlapping)
      throw new DomainError('CONFLICT', 'Time off was asked for on some of these days already.');
    const request = await tx.timeOffRequest.create({
      data: { ...wanted, startsOn, endsOn, agentId: agent.id, idempotencyKey: idempotencyKey ?? null },
    });
    await notifySupervisors(tx, {
      type: 'INFO',
      title: `Time off asked for: ${agent.firstName} ${agent.lastName}`,
      body: `${wanted.timeOffType} from ${wanted.startsOn} to ${wanted.endsOn}`,
    });
    return toTimeOff(request);
  });
}
