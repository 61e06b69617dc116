import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuildingSite, createBuildingSite, race } from '../../test/building-site.ts';
import { codeOf } from '../../test/shop.ts';
import { exact } from '../shared/money.ts';
import { acceptVariance } from './accept-variance.ts';
import { completeJob } from './complete-job.ts';
import { detectVariance } from './detect-variance.ts';
import { getTakeoff } from './get-takeoff.ts';
import { listPurchaseOrders } from './list-purchase-orders.ts';
import { listVarianceReviews } from './list-variance-reviews.ts';
import { planTemplateItems } from './master-data/plans.ts';
import { receivePurchaseOrder } from './receive-purchase-order.ts';
import { rejectVariance } from './reject-variance.ts';

let site: BuildingSite;
beforeAll(async () => {
  site = await createBuildingSite();
});
afterAll(() => site?.close());

/** Finishes a job that used other shares of its lines than the takeoff said: `{ STUD: '0.1' }` is 10 % more. */
async function finish(shares: Readonly<Record<string, string>>): Promise<void> {
  const { jobId, takeoffId } = await site.ordered();
  const { lines } = await getTakeoff(site.client, { takeoffId });
  const used = lines.flatMap((line) => {
    const share = shares[line.materialSku];
    const quantity = exact(line.quantity)
      .times(exact(share ?? 0).plus(1))
      .toDecimalPlaces(3);
    return share === undefined ? [] : [{ takeoffLineId: line.id, quantity: quantity.toFixed() }];
  });
  await completeJob(site.client, { jobId, used });
}
const pending = async () => (await listVarianceReviews(site.client, { status: 'PENDING' })).data;
const quantityOf = async (item: string) => (await planTemplateItems.get(site.client, item)).quantity;
const decide = (reviewId: string) => ({ reviewId, actorId: site.userId, note: 'Seen' });

describe('detecting variance over finished jobs', () => {
  test('finds nothing in two jobs, whatever they used', async () => {
    await finish({ STUD: '0.10', RAIL: '0.01', SHINGLE: '0.3' });
    await finish({ STUD: '0.11', RAIL: '-0.01', SHINGLE: '-0.2' });
    expect(await detectVariance(site.client)).toEqual({ patterns: 0, reviews: 0 });
  });

  test('opens a review for what is large and sure enough, once', async () => {
    await finish({ STUD: '0.12', RAIL: '0.01', SHINGLE: '0.25' });
    expect(await race(20, () => detectVariance(site.client))).toEqual({ DONE: 20 });
    const [review, ...others] = await pending();
    expect(others).toEqual([]);
    expect(review).toMatchObject({
      sampleSize: 3,
      mean: '0.11',
      deviation: '0.01',
      pattern: { scope: 'PLAN', templateItemId: site.items.stud, isActive: true },
    });
    // t = 0.11 / (0.01 / √3) = 19.05 with two degrees of freedom: p = 0.0027
    expect(review?.confidence).toBe('0.9973');
    const patterns = await site.client.variancePattern.findMany({ orderBy: { scope: 'asc' } });
    expect(patterns.map(({ scope }) => scope)).toEqual(['PLAN', 'PLAN', 'OPTION']);
  });

  test('rejecting a review changes nothing, and it comes back only with more jobs behind it', async () => {
    const [review] = await pending();
    await rejectVariance(site.client, decide(review?.id ?? ''));
    expect(await detectVariance(site.client)).toMatchObject({ reviews: 0 });
    expect(await quantityOf(site.items.stud)).toBe('412');
    await finish({ STUD: '0.11', RAIL: '0', SHINGLE: '0' });
    expect(await detectVariance(site.client)).toMatchObject({ reviews: 1 });
    expect(await pending()).toMatchObject([{ sampleSize: 4, mean: '0.11' }]);
  });

  test('accepting one updates the template item once, and the audit says which review did', async () => {
    const [review] = await pending();
    const reviewId = review?.id ?? '';
    expect(await race(20, () => acceptVariance(site.client, decide(reviewId)))).toEqual({
      DONE: 1,
      STATE_ILLEGAL: 19,
    });
    expect(await quantityOf(site.items.stud)).toBe('457.32');
    const audit = await site.client.auditLog.findMany({
      where: {
        entity: 'PlanTemplateItem',
        entityId: site.items.stud,
        action: { in: ['update', 'variance_accepted'] },
      },
      orderBy: { action: 'asc' },
    });
    expect(audit).toMatchObject([
      { action: 'update', payload: { before: { quantity: 412 }, after: { quantity: 457.32 } } },
      {
        action: 'variance_accepted',
        actorId: site.userId,
        payload: { reviewId, before: { quantity: '412' }, after: { quantity: '457.32' } },
      },
    ]);
    expect(await codeOf(rejectVariance(site.client, decide(reviewId)))).toBe('STATE_ILLEGAL');
  });

  test('then the jobs of before tell nothing about the item any more', async () => {
    expect(await detectVariance(site.client)).toMatchObject({ reviews: 0 });
    expect(
      await site.client.variancePattern.count({ where: { isActive: true, templateItemId: site.items.stud } }),
    ).toBe(0);
  });

  test('what was received counts where nobody counted the use; what several items show is the material’s pattern too', async () => {
    const second = await planTemplateItems.create(site.client, {
      planId: site.plan.id,
      materialId: site.materials.plate,
      quantity: 20,
    });
    for (let job = 0; job < 3; job += 1) {
      const { jobId, takeoffId } = await site.ordered();
      for (const { id } of (await listPurchaseOrders(site.client, { takeoffId })).data) {
        const lines = await site.client.purchaseOrderLine.findMany({ where: { purchaseOrderId: id } });
        await receivePurchaseOrder(site.client, {
          purchaseOrderId: id,
          lines: lines
            .filter((line) => line.materialId === site.materials.plate)
            .map((line) => ({ lineId: line.id, quantity: line.quantity.times(0.8).toString() })),
        });
      }
      await completeJob(site.client, { jobId });
    }
    expect(await detectVariance(site.client)).toMatchObject({ reviews: 4 });
    const reviews = await pending();
    expect(reviews.map((one) => [one.pattern.scope, one.mean, one.confidence]).sort()).toEqual([
      ['COMMUNITY', '-0.2', '1'],
      ['MATERIAL', '-0.2', '1'],
      ['PLAN', '-0.2', '1'],
      ['PLAN', '-0.2', '1'],
    ]);
    const whole = reviews.find((one) => one.pattern.scope === 'MATERIAL');
    await acceptVariance(site.client, decide(whole?.id ?? ''));
    expect([await quantityOf(site.items.plate), await quantityOf(second.id)]).toEqual(['48', '16']);
    expect((await listVarianceReviews(site.client, { status: 'SUPERSEDED' })).data).toHaveLength(3);
    expect(await pending()).toEqual([]);
    expect(await detectVariance(site.client)).toMatchObject({ reviews: 0 });
  });

  test('is the tenant’s own', async () => {
    const { client } = await site.fixture.addTenant('variance-other');
    expect(await detectVariance(client)).toEqual({ patterns: 0, reviews: 0 });
    expect((await listVarianceReviews(client)).data).toEqual([]);
  });
});
