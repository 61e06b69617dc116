import type { JobSeed } from '../demo/summit-homes/jobs.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import { seedPurchaseOrders } from './seed-purchase-orders.ts';
import { seedTakeoff } from './seed-takeoff.ts';

/**
 * Writes the jobs whose code is not taken, each with its takeoff and purchase orders as far as it has come. Left out when
 * its lot, plan or customer is not there any more, or the lot has another job.
 */
export async function seedJobs(
  tx: SeedTransaction,
  tenantId: string,
  jobs: readonly JobSeed[],
): Promise<StepCount> {
  const known = await tx.job.findMany({ where: { tenantId }, select: { code: true } });
  const taken = new Set(known.map(({ code }) => code));
  let created = 0;
  for (const seed of jobs.filter(({ code }) => !taken.has(code))) {
    const id = await seedJob(tx, tenantId, seed);
    if (id === undefined) continue;
    created += 1;
    const { progress } = seed;
    if (progress.stage === 'PLANNED') continue;
    const takeoffId = await seedTakeoff(tx, { tenantId, jobId: id, progress });
    if (progress.stage === 'RECEIVED') await seedPurchaseOrders(tx, { tenantId, takeoffId });
  }
  return { created, unchanged: jobs.filter(({ code }) => taken.has(code)).length };
}

async function seedJob(tx: SeedTransaction, tenantId: string, seed: JobSeed): Promise<string | undefined> {
  const alive = { tenantId, deletedAt: null };
  const lot = await tx.lot.findFirst({
    where: {
      ...alive,
      number: seed.lotNumber,
      community: { code: seed.communityCode, deletedAt: null },
      jobs: { none: { deletedAt: null, status: { not: 'CANCELLED' } } },
    },
  });
  const plan = await tx.plan.findFirst({ where: { ...alive, code: seed.planCode } });
  const customer = await tx.constructionCustomer.findFirst({ where: { ...alive, code: seed.customerCode } });
  const elevation =
    plan &&
    (await tx.planElevation.findFirst({ where: { ...alive, planId: plan.id, code: seed.elevationCode } }));
  if (!lot || !plan || !customer || !elevation) return undefined;
  const { id: jobId } = await tx.job.create({
    data: {
      tenantId,
      code: seed.code,
      lotId: lot.id,
      planId: plan.id,
      elevationId: elevation.id,
      customerId: customer.id,
      status: seed.progress.stage === 'RECEIVED' ? 'IN_PROGRESS' : 'PLANNED',
    },
    select: { id: true },
  });
  const options = await tx.planOption.findMany({
    where: { ...alive, planId: plan.id, code: { in: [...seed.optionCodes] } },
    select: { id: true },
  });
  await tx.jobOption.createMany({
    data: options.map((option) => ({ tenantId, jobId, planId: plan.id, optionId: option.id })),
  });
  return jobId;
}
