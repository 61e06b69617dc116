import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { lockRoster } from './lock-roster.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';
import { type TimeOffView, toTimeOff } from './views/time-off.ts';

export const cancelTimeOffInput = z.strictObject({ requestId: idField, actor: workforceActorSchema });

/**
 * An agent gives up its time off, asked for or approved: CANCELLED. It can be assigned again.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, PERMISSION_MISSING
 */
export async function cancelTimeOff(
  client: TenantClient,
  input: z.input<typeof cancelTimeOffInput>,
): Promise<TimeOffView> {
  const { requestId, actor } = parseInput(cancelTimeOffInput, input);
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    await lockRoster(tx);
    const request = await tx.timeOffRequest.findFirst({ where: { id: requestId, agentId: agent.id } });
    if (!request) throw new DomainError('NOT_FOUND', 'There is no such request.');
    if (request.status !== 'PENDING' && request.status !== 'APPROVED') {
      throw new DomainError('STATE_ILLEGAL', `The request is ${request.status}, and cannot be cancelled.`);
    }
    await tx.timeOffRequest.updateMany({ where: { id: requestId }, data: { status: 'CANCELLED' } });
    return toTimeOff(await tx.timeOffRequest.findFirstOrThrow({ where: { id: requestId } }));
  });
}
