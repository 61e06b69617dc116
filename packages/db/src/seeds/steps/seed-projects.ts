import type { ProjectSeed } from '../demo/stratibreak/project-seed.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import { seedGaps, seedPredictions } from './seed-project-findings.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The day a number of days ago, as a `date` column holds it. */
export function dayAgo(days: number): Date {
  return new Date(Math.floor(Date.now() / DAY - days) * DAY);
}

/** Writes the projects whose name is not taken, each with its stakeholders, targets, snapshots, gaps and predictions. */
export async function seedProjects(
  tx: SeedTransaction,
  tenantId: string,
  projects: readonly ProjectSeed[],
): Promise<StepCount> {
  let created = 0;
  for (const seed of projects) {
    const owner = await tx.user.findFirst({
      where: { tenantId, email: seed.ownerEmail, deletedAt: null },
      select: { id: true },
    });
    if (owner === null || (await tx.project.count({ where: { tenantId, name: seed.name } })) > 0) continue;
    await seedProject(tx, { tenantId, ownerId: owner.id, seed });
    created += 1;
  }
  return { created, unchanged: projects.length - created };
}

async function seedProject(
  tx: SeedTransaction,
  { tenantId, ownerId, seed }: { tenantId: string; ownerId: string; seed: ProjectSeed },
): Promise<void> {
  const newest = seed.snapshots.at(-1);
  const share = newest ? (newest.completedItems / newest.totalItems) * 100 : 0;
  const { id: projectId } = await tx.project.create({
    data: {
      tenantId,
      name: seed.name,
      description: seed.description,
      status: 'ACTIVE',
      priority: seed.priority,
      startsOn: dayAgo(seed.startedDaysAgo),
      dueOn: dayAgo(-seed.dueInDays),
      budget: seed.budget,
      currency: 'USD',
      progress: share.toFixed(2),
      ownerId,
    },
    select: { id: true },
  });
  const users = await tx.user.findMany({
    where: { tenantId, deletedAt: null },
    select: { id: true, email: true },
  });
  const userIds = new Map(users.map(({ id, email }) => [email, id]));
  const project = { tenantId, projectId };
  await tx.projectStakeholder.createMany({
    data: seed.stakeholders.map((one) => ({ ...project, ...one, userId: userIds.get(one.email) ?? null })),
  });
  for (const [metric, value] of Object.entries(seed.targets)) {
    await tx.projectTarget.create({
      data: { ...project, metric: metric as keyof ProjectSeed['targets'], value },
      select: { id: true },
    });
  }
  await tx.projectSnapshot.createMany({
    data: seed.snapshots.map((snapshot, week) => ({
      ...project,
      ...snapshot,
      takenOn: dayAgo((seed.snapshots.length - 1 - week) * 7),
    })),
  });
  await seedGaps(tx, project, seed.gaps);
  await seedPredictions(tx, project, seed.predictions);
}
