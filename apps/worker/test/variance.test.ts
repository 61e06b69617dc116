import { randomBytes } from 'node:crypto';
import { runSeeds } from '@org/db/seeds';
import {
  approveTakeoff,
  completeJob,
  createJob,
  createTakeoff,
  lots,
  startJob,
  submitTakeoff,
  validateTakeoff,
} from '@org/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type Platform } from './platform.ts';
import { startProgram } from './process.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await createPlatform({ id: 'main', key: new Uint8Array(randomBytes(32)) });
  await runSeeds({ url: platform.database.url('owner'), systems: ['construction'] });
});
afterAll(() => platform?.close());

test('--run variance opens a review for what finished jobs repeat, once for all tenants', async () => {
  const { id: tenantId } = await platform.db.asAdmin({ actor: 'test', reason: 'find the builder' }, (admin) =>
    admin.tenant.findFirstOrThrow({ where: { slug: 'summit-homes' }, select: { id: true } }),
  );
  const client = platform.db.forTenant({ tenantId });
  const other = await platform.addTenant('other');
  const { id: actorId } = await client.user.findFirstOrThrow({ select: { id: true } });
  const like = await client.job.findFirstOrThrow({ where: { code: 'SH-JOB-004' } });
  const community = await client.community.findFirstOrThrow({ select: { id: true } });
  for (const number of ['90', '91', '92']) {
    const lot = await lots.create(client, { communityId: community.id, number });
    const { planId, elevationId, customerId } = like;
    const { id: jobId } = await createJob(client, {
      code: number,
      lotId: lot.id,
      planId,
      elevationId,
      customerId,
    });
    const { id: takeoffId, lines } = await createTakeoff(client, { jobId, actorId });
    await submitTakeoff(client, { takeoffId });
    await validateTakeoff(client, { takeoffId });
    await approveTakeoff(client, { takeoffId, actorId });
    await startJob(client, { jobId });
    const rebar = lines.find((line) => line.materialSku === 'CON-REBAR4');
    const quantity = (Number(rebar?.quantity) * 0.9).toFixed(3);
    await completeJob(client, { jobId, used: [{ takeoffLineId: rebar?.id ?? '', quantity }] });
  }
  for (let times = 0; times < 2; times += 1) {
    const program = startProgram(
      { WORKER_DATABASE_URL: platform.database.url('worker') },
      '--run',
      'variance',
    );
    expect(await program.ended, program.output()).toBe(0);
    const reviews = await client.varianceReview.findMany({
      include: { pattern: { include: { material: true } } },
    });
    expect(
      reviews.map(({ status, pattern }) => [status, pattern.material.sku, pattern.mean.toFixed(3)]),
    ).toEqual([['PENDING', 'CON-REBAR4', '-0.100']]);
    expect(await other.client.varianceReview.count()).toBe(0);
  }
});
