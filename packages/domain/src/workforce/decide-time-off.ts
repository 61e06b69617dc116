import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { addDays, calendarDateIn, fromDateColumn, toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadTenantSettings } from '../shared/tenant-settings.ts';
import { lockRoster } from './lock-roster.ts';
import { notifyUser } from './notify.ts';
import { type TimeOffView, timeOffStatusSchema, toTimeOff } from './views/time-off.ts';

export const timeOffDecisionSchema = z.strictObject({
  decision: timeOffStatusSchema.extract(['APPROVED', 'REJECTED']),
  note: z.string().max(1000).optional(),
});

export const decideTimeOffInput = timeOffDecisionSchema.extend({ requestId: idField, actorId: idField });

/**
 * A supervisor approves or rejects time off: PENDING becomes APPROVED or REJECTED. Approved, it keeps the agent from
 * being assigned. It is not approved while the agent has a shift in that time: give the shift to somebody else first.
 * Nobody decides on his own. Assignments wait for the decision and the other way round, so neither misses the other.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, CONFLICT naming the shifts
 */
export async function decideTimeOff(
  client: TenantClient,
  input: z.input<typeof decideTimeOffInput>,
): Promise<TimeOffView> {
  const { requestId, actorId, decision, note } = parseInput(decideTimeOffInput, input);
  return inTransaction(client, async (tx) => {
    await lockRoster(tx);
    const request = await tx.timeOffRequest.findFirst({ where: { id: requestId }, include: { agent: true } });
    if (!request) throw new DomainError('NOT_FOUND', 'There is no such request.');
    if (request.status !== 'PENDING') {
      throw new DomainError(
        'STATE_ILLEGAL',
        `The request is ${request.status}. Only a PENDING one can be decided.`,
      );
    }
    if (request.agent.userId === actorId)
      throw new DomainError('CONFLICT', 'Nobody decides on his own time off.');
    if (decision === 'APPROVED') await refuseWithShifts(tx, request);
    await tx.timeOffRequest.updateMany({
      where: { id: requestId },
      data: { status: decision, decidedById: actorId, decidedAt: new Date(), decisionNote: note ?? null },
    });
    await notifyUser(tx, request.agent.userId, {
      type: decision === 'APPROVED' ? 'INFO' : 'WARNING',
      title: `Time off ${decision === 'APPROVED' ? 'approved' : 'rejected'}`,
      body: note ?? '',
    });
    return toTimeOff(await tx.timeOffRequest.findFirstOrThrow({ where: { id: requestId } }));
  });
}

async function refuseWithShifts(
  tx: TenantTransaction,
  request: { readonly agentId: string; readonly startsOn: Date; readonly endsOn: Date },
): Promise<void> {
  const { timezone } = await loadTenantSettings(tx);
  const [first, last] = [fromDateColumn(request.startsOn), fromDateColumn(request.endsOn)];
  // A day more to each side: days of the tenant are not those of UTC.
  const shifts = await tx.shift.findMany({
    where: {
      agentId: request.agentId,
      status: { in: ['SCHEDULED', 'CONFIRMED', 'IN_PROGRESS'] },
      startTime: { lt: toDateColumn(addDays(last, 2)) },
      endTime: { gt: toDateColumn(addDays(first, -1)) },
    },
    orderBy: { startTime: 'asc' },
  });
  const touching = shifts.filter(
    ({ startTime, endTime }) =>
      calendarDateIn(timezone, startTime) <= last &&
      calendarDateIn(timezone, new Date(Number(endTime) - 1)) >= first,
  );
  if (touching.length === 0) return;
  throw new DomainError(
    'CONFLICT',
    `The agent has ${touching.length} shift(s) in this time. Reassign them first.`,
    {
      fields: touching.map(({ id, startTime }) => ({
        field: id,
        message: `begins at ${startTime.toISOString()}`,
      })),
    },
  );
}
