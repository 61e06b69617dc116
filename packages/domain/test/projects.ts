import type { TenantClient } from '@org/db';
import { createProject } from '../src/planning/create-project.ts';
import { recordSnapshot } from '../src/planning/record-snapshot.ts';

/** A member of staff with nothing but what the schema asks for. */
export async function addStaff(client: TenantClient, name: string): Promise<string> {
  const { id } = await client.user.create({
    data: { name, email: `${name}@example.com`, passwordHash: 'x', status: 'ACTIVE' },
    select: { id: true },
  });
  return id;
}

/** The snapshot of a week: 0 is that of the first Monday of 2026, the 5th of January. */
export interface Week {
  readonly total: number;
  readonly completed: number;
  readonly spent?: string;
  readonly defects?: number;
  readonly teamSize?: number;
  readonly cycleTime?: number;
}

/** A project of 2026 with a snapshot each week. */
export async function addProject(
  client: TenantClient,
  options: {
    readonly ownerId: string;
    readonly dueOn?: string;
    readonly budget?: string | null;
    readonly weeks?: readonly Week[];
  },
): Promise<string> {
  const { ownerId, dueOn = '2026-06-29', budget = null, weeks = [] } = options;
  const { id } = await createProject(client, {
    name: 'Move the warehouse',
    status: 'ACTIVE',
    startsOn: '2026-01-05',
    dueOn,
    budget: budget === null ? null : { amount: budget, currency: 'USD' },
    ownerId,
  });
  for (const [index, week] of weeks.entries()) await addWeek(client, id, index, week);
  return id;
}

export async function addWeek(client: TenantClient, projectId: string, index: number, week: Week) {
  return recordSnapshot(client, {
    projectId,
    takenOn: dayOfWeek(index),
    totalItems: week.total,
    completedItems: week.completed,
    spent: week.spent ?? '0',
    openDefects: week.defects ?? 0,
    teamSize: week.teamSize ?? null,
    cycleTime: week.cycleTime ?? null,
  });
}

/** The Monday of a week of 2026, the first being 0. */
function dayOfWeek(index: number): string {
  return new Date(Date.UTC(2026, 0, 5 + 7 * index)).toISOString().slice(0, 10);
}
