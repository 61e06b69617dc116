import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { requireUser } from '../../core/require-user.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { latitudeField, longitudeField } from '../input-fields.ts';
import type { AgentView } from './agent-view.ts';
import { getAgent } from './get-agent.ts';

/** What is known of an agent beside who he is. */
export const agentFields = {
  employeeNumber: z.string().trim().min(1).max(30),
  firstName: z.string().trim().min(1).max(60),
  lastName: z.string().trim().min(1).max(60),
  phone: z.string().trim().min(1).max(40).nullish(),
  hireDate: z.iso.date(),
  home: z
    .strictObject({ latitude: latitudeField, longitude: longitudeField })
    .nullish()
    .describe('From where the way to a site is measured'),
  maxWeeklyHours: z.int().min(1).max(168),
  minRestHours: z.int().min(0).max(48).describe('Between two shifts'),
};

export const createAgentInput = z.strictObject({
  userId: idField.describe('Whose login it is; a user is one agent at most'),
  ...agentFields,
  maxWeeklyHours: agentFields.maxWeeklyHours.default(40),
  minRestHours: agentFields.minRestHours.default(8),
});

/** The columns of a home: both or none. Undefined leaves them as they are. */
export function homeColumns(home: { latitude: number; longitude: number } | null | undefined) {
  if (home === undefined) return {};
  return { homeLatitude: home?.latitude ?? null, homeLongitude: home?.longitude ?? null };
}

/**
 * Makes a user an agent.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the number is taken, or the user is an agent already
 */
export async function createAgent(
  client: TenantClient,
  input: z.input<typeof createAgentInput>,
): Promise<AgentView> {
  const { home, hireDate, ...columns } = parseInput(createAgentInput, input);
  return inTransaction(client, async (tx) => {
    await requireUser(tx, columns.userId);
    const { id } = await tx.agent.create({
      data: { ...withoutUndefined(columns), hireDate: toDateColumn(hireDate), ...homeColumns(home) },
      select: { id: true },
    });
    return getAgent(tx, { agentId: id });
  });
}
