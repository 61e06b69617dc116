import type { TenantClient } from '@org/db';
import {
  approveTakeoff,
  builderCustomers,
  communities,
  createJob,
  createTakeoff,
  customerPrices,
  customerTiers,
  lots,
  materials,
  orderTakeoff,
  planElevations,
  planOptions,
  plans,
  planTemplateItems,
  startJob,
  submitTakeoff,
  validateTakeoff,
  vendors,
} from '../src/index.ts';
import { createTenantFixture, type TenantFixture } from './tenants.ts';

/** A builder: two vendors, lumber and shingles, one plan with an elevation and an option, a customer with a tier and a price of its own. */
export interface BuildingSite {
  readonly fixture: TenantFixture;
  readonly client: TenantClient;
  readonly userId: string;
  readonly customerId: string;
  /** A customer without a tier or prices of its own. */
  readonly plainCustomerId: string;
  readonly vendorIds: readonly [string, string];
  readonly materials: {
    readonly stud: string;
    readonly plate: string;
    readonly shingle: string;
    readonly rail: string;
  };
  readonly plan: { readonly id: string; readonly elevationId: string; readonly optionId: string };
  /** Template items: studs and shingles of the plan, plates of the elevation, rails of the option. */
  readonly items: {
    readonly stud: string;
    readonly shingle: string;
    readonly plate: string;
    readonly rail: string;
  };
  readonly communityId: string;
  addJob(options?: { readonly customerId?: string; readonly options?: boolean }): Promise<string>;
  /** A job whose takeoff was approved. */
  approved(options?: {
    readonly customerId?: string;
    readonly options?: boolean;
  }): Promise<{ jobId: string; takeoffId: string }>;
  /** A job that was ordered and is under way. */
  ordered(): Promise<{ jobId: string; takeoffId: string }>;
  close(): Promise<void>;
}

export const LUMBER = { species: 'SPF', grade: '2', region: 'West' } as const;

let count = 0;

export async function createBuildingSite(): Promise<BuildingSite> {
  const fixture = await createTenantFixture();
  const { client } = fixture;
  const { id: userId } = await client.user.create({
    data: { name: 'Edna', email: 'edna@example.com', passwordHash: 'x', status: 'ACTIVE' },
    select: { id: true },
  });
  const vendorId = async (code: string, leadTimeDays: number) =>
    (await vendors.create(client, { code, name: code, leadTimeDays })).id;
  const vendorIds = [await vendorId('LUMBER-CO', 3), await vendorId('ROOF-CO', 10)] as const;
  const material = async (sku: string, cost: string, more: object = {}) =>
    (
      await materials.create(client, {
        vendorId: vendorIds[0],
        sku,
        name: sku,
        category: 'LUMBER',
        unit: 'EA',
        currentCost: cost,
        ...more,
      })
    ).id;
  const made = {
    stud: await material('STUD', '4.1234', { ...LUMBER, size: '2x4', boardFeetPerUnit: '5.3333' }),
    plate: await material('PLATE', '7.5', { ...LUMBER, size: '2x6', boardFeetPerUnit: '8' }),
    shingle: await material('SHINGLE', '98.765', { vendorId: vendorIds[1], category: 'ROOFING', unit: 'SQ' }),
    rail: await material('RAIL', '12'),
  };
  const { id: planId } = await plans.create(client, { code: 'ASPEN', name: 'Aspen' });
  const { id: elevationId } = await planElevations.create(client, { planId, code: 'A', name: 'Farmhouse' });
  const { id: optionId } = await planOptions.create(client, { planId, code: 'DECK', name: 'Deck' });
  const item = async (materialId: string, quantity: string, wasteFactor: string, scope: object = {}) =>
    (await planTemplateItems.create(client, { planId, materialId, quantity, wasteFactor, ...scope })).id;
  const items = {
    stud: await item(made.stud, '412', '0.08'),
    shingle: await item(made.shingle, '31.5', '0.1'),
    plate: await item(made.plate, '60', '0.05', { elevationId }),
    rail: await item(made.rail, '14', '0', { optionId }),
  };
  const { id: customerId } = await builderCustomers.create(client, { code: 'HARRIS', name: 'Harris Homes' });
  const { id: plainCustomerId } = await builderCustomers.create(client, {
    code: 'PLAIN',
    name: 'Plain Homes',
  });
  await customerTiers.create(client, {
    customerId,
    tier: 'PREFERRED',
    adjustmentPercent: '-5',
    validFrom: '2020-01-01',
  });
  await customerPrices.create(client, {
    customerId,
    materialId: made.stud,
    unitPrice: '3.9001',
    validFrom: '2020-01-01',
  });
  const { id: communityId } = await communities.create(client, { code: 'RIDGE', name: 'Ridge' });

  const addJob: BuildingSite['addJob'] = async (options = {}) => {
    count += 1;
    const lot = await lots.create(client, { communityId, number: String(count) });
    const job = await createJob(client, {
      code: `JOB-${count}`,
      lotId: lot.id,
      planId,
      elevationId,
      optionIds: options.options === false ? [] : [optionId],
      customerId: options.customerId ?? customerId,
    });
    return job.id;
  };
  const approved: BuildingSite['approved'] = async (options = {}) => {
    const jobId = await addJob(options);
    const { id: takeoffId } = await createTakeoff(client, { jobId, actorId: userId });
    await submitTakeoff(client, { takeoffId });
    await validateTakeoff(client, { takeoffId });
    await approveTakeoff(client, { takeoffId, actorId: userId });
    return { jobId, takeoffId };
  };
  const ordered: BuildingSite['ordered'] = async () => {
    const made = await approved();
    await orderTakeoff(client, { takeoffId: made.takeoffId, actorId: userId });
    await startJob(client, { jobId: made.jobId });
    return made;
  };
  return {
    fixture,
    client,
    userId,
    customerId,
    plainCustomerId,
    vendorIds,
    materials: made,
    plan: { id: planId, elevationId, optionId },
    items,
    communityId,
    addJob,
    approved,
    ordered,
    close: () => fixture.close(),
  };
}

/** Runs the same thing many times at once; the codes of those that were refused, `DONE` for those that were not. */
export async function race(times: number, run: () => Promise<unknown>): Promise<Record<string, number>> {
  const outcomes = await Promise.allSettled(Array.from({ length: times }, run));
  const tally: Record<string, number> = {};
  for (const outcome of outcomes) {
    const name =
      outcome.status === 'fulfilled' ? 'DONE' : ((outcome.reason as { code?: string }).code ?? 'FAILED');
    tally[name] = (tally[name] ?? 0) + 1;
  }
  return tally;
}
