import type { ProjectSeed } from '../demo/stratibreak/project-seed.ts';
import type { SeedTransaction } from '../seed-database.ts';
import { dayAgo } from './seed-projects.ts';

interface ProjectKey {
  readonly tenantId: string;
  readonly projectId: string;
}

/** Estimates of people, not of the model that the domain has. */
const MODEL = { model: 'expert-estimate', modelVersion: '1' } as const;

/** Writes gaps with their root causes and the actions against them. */
export async function seedGaps(
  tx: SeedTransaction,
  { tenantId, projectId }: ProjectKey,
  gaps: ProjectSeed['gaps'],
): Promise<void> {
  for (const { rootCauses, actions, ...gap } of gaps) {
    const { id: gapId } = await tx.gap.create({
      data: { tenantId, projectId, ...gap },
      select: { id: true },
    });
    await tx.gapRootCause.createMany({ data: rootCauses.map((cause) => ({ tenantId, gapId, ...cause })) });
    await tx.remediationAction.createMany({
      data: actions.map((title) => ({ tenantId, gapId, title, status: 'PLANNED' as const })),
    });
  }
}

/** Writes predictions with their factors, and the outcome where it is known. */
export async function seedPredictions(
  tx: SeedTransaction,
  { tenantId, projectId }: ProjectKey,
  predictions: ProjectSeed['predictions'],
): Promise<void> {
  for (const { factors, predictedDaysAgo, horizonInDays, recommendedActions, ...seed } of predictions) {
    const { id: predictionId } = await tx.prediction.create({
      data: {
        tenantId,
        projectId,
        ...MODEL,
        ...seed,
        recommendedActions: [...recommendedActions],
        predictedOn: dayAgo(predictedDaysAgo),
        horizonOn: dayAgo(-horizonInDays),
        outcomeRecordedAt: seed.outcome === null ? null : dayAgo(-horizonInDays - 1),
      },
      select: { id: true },
    });
    await tx.predictionFactor.createMany({
      data: factors.map((factor, index) => ({ tenantId, predictionId, position: index + 1, ...factor })),
    });
  }
}
