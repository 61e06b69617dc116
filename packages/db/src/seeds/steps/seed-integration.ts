import type { INTEGRATION } from '../demo/stratibreak/integration.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';

/** Writes the configuration of an integration, paused and without credentials, unless its name is taken. */
export async function seedIntegration(
  tx: SeedTransaction,
  tenantId: string,
  { projectName, config, ...integration }: typeof INTEGRATION,
): Promise<StepCount> {
  const { provider, name } = integration;
  const project = await tx.project.findFirst({
    where: { tenantId, name: projectName, deletedAt: null },
    select: { id: true },
  });
  if (project === null || (await tx.integration.count({ where: { tenantId, provider, name } })) > 0) {
    return { created: 0, unchanged: 1 };
  }
  await tx.integration.create({
    data: { tenantId, ...integration, status: 'PAUSED', config: { ...config, projectId: project.id } },
    select: { id: true },
  });
  return { created: 1, unchanged: 0 };
}
