import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { lockRoster } from '../lock-roster.ts';
import { type AgentView, agentStatusSchema } from './agent-view.ts';
import { agentFields, homeColumns } from './create-agent.ts';
import { getAgent } from './get-agent.ts';

/** What of an agent can be changed; what is left out stays. */
export const agentChangesSchema = z
  .strictObject({ ...agentFields, employmentStatus: agentStatusSchema })
  .partial();

export const updateAgentInput = agentChangesSchema.extend({ agentId: idField });

/**
 * Changes an agent. Who has shifts ahead, or is at work, cannot become TERMINATED: they are given to others first. That
 * is decided in turn with assignments, so that neither misses the other.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL; DbError UNIQUE_VIOLATION when the number is taken
 */
export async function updateAgent(
  client: TenantClient,
  input: z.input<typeof updateAgentInput>,
): Promise<AgentView> {
  const { agentId, home, hireDate, ...columns } = parseInput(updateAgentInput, input);
  return inTransaction(client, async (tx) => {
    if (columns.employmentStatus === 'TERMINATED') {
      await lockRoster(tx);
      await refuseWhileExpected(tx, agentId);
    }
    const { count } = await tx.agent.updateMany({
      where: { id: agentId },
      data: {
        ...withoutUndefined(columns),
        ...(hireDate === undefined ? {} : { hireDate: toDateColumn(hireDate) }),
        ...homeColumns(home),
      },
    });
    if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such agent.');
    return getAgent(tx, { agentId });
  });
}

async function refuseWhileExpected(tx: TenantTransaction, agentId: string): Promise<void> {
  const ahead = await tx.shift.count({
    where: {
      agentId,
      OR: [
        { status: 'IN_PROGRESS' },
        { status: { in: ['SCHEDULED', 'CONFIRMED'] }, endTime: { gt: new Date() } },
      ],
    },
  });
  if (ahead === 0) return;
  const message = `The agent has ${ahead} shifts ahead or under way. Give them to others first.`;
  throw new DomainError('STATE_ILLEGAL', message);
}
