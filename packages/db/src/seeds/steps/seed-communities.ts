import type { CommunitySeed } from '../demo/summit-homes/jobs.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';

/** Writes the communities whose code is not taken, each with its lots. */
export async function seedCommunities(
  tx: SeedTransaction,
  tenantId: string,
  communities: readonly CommunitySeed[],
): Promise<StepCount> {
  const known = await tx.community.findMany({ where: { tenantId }, select: { code: true } });
  const taken = new Set(known.map(({ code }) => code));
  const missing = communities.filter(({ code }) => !taken.has(code));
  for (const { lots, ...community } of missing) {
    const { id: communityId } = await tx.community.create({
      data: { tenantId, ...community },
      select: { id: true },
    });
    await tx.lot.createMany({ data: lots.map((number) => ({ tenantId, communityId, number })) });
  }
  return { created: missing.length, unchanged: communities.length - missing.length };
}
