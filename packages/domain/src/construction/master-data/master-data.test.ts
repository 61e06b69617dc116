import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuildingSite, createBuildingSite } from '../../../test/building-site.ts';
import { codeOf } from '../../../test/shop.ts';
import { createJob } from '../create-job.ts';
import { listPriceHistory } from '../list-price-history.ts';
import { communities, lots } from './communities.ts';
import {
  builderCustomers,
  customerContacts,
  customerExternalIds,
  customerPrices,
  customerTiers,
} from './customers.ts';
import { materials, vendors } from './materials.ts';
import { planElevations, planOptions, plans, planTemplateItems } from './plans.ts';

let site: BuildingSite;
beforeAll(async () => {
  site = await createBuildingSite();
});
afterAll(() => site?.close());

describe('customers', () => {
  test('are created, changed in what is named only, and found', async () => {
    const made = await builderCustomers.create(site.client, {
      code: ' C-9 ',
      name: 'Nine',
      email: 'Office@Nine.Example',
      notes: 'Pays late',
    });
    expect(made).toMatchObject({ code: 'C-9', email: 'office@nine.example', isActive: true, phone: null });
    expect(Object.keys(made)).not.toContain('tenantId');
    const changed = await builderCustomers.update(site.client, made.id, { isActive: false });
    expect(changed).toEqual({ ...made, isActive: false });
    const list = (query: object) =>
      builderCustomers.list(site.client, query).then(({ data }) => data.map(({ code }) => code));
    expect(await list({ q: 'nine' })).toEqual(['C-9']);
    expect(await list({ isActive: true })).toEqual(['HARRIS', 'PLAIN']);
    expect(await codeOf(builderCustomers.update(site.client, made.id, { colour: 'red' }))).toBe(
      'INPUT_INVALID',
    );
    expect(await codeOf(builderCustomers.list(site.client, { colour: 'red' }))).toBe('INPUT_INVALID');
  });

  test('come page by page', async () => {
    const first = await builderCustomers.list(site.client, { limit: 2 });
    const second = await builderCustomers.list(site.client, { limit: 2, cursor: first.page.next });
    expect([...first.data, ...second.data].map(({ code }) => code)).toEqual(['HARRIS', 'PLAIN', 'C-9']);
    expect(second.page.next).toBeNull();
  });

  test('that are deleted vanish and free their code; with a job under way they stay', async () => {
    const { id } = await builderCustomers.create(site.client, { code: 'GONE', name: 'Gone' });
    await builderCustomers.remove(site.client, id);
    expect(await codeOf(builderCustomers.get(site.client, id))).toBe('NOT_FOUND');
    expect(await codeOf(builderCustomers.remove(site.client, id))).toBe('NOT_FOUND');
    await builderCustomers.create(site.client, { code: 'GONE', name: 'Back' });
    expect(await codeOf(builderCustomers.create(site.client, { code: 'GONE', name: 'Twice' }))).toBe(
      'UNIQUE_VIOLATION',
    );
    await site.addJob();
    expect(await codeOf(builderCustomers.remove(site.client, site.customerId))).toBe('STATE_ILLEGAL');
  });

  test('have contacts, one of them the primary one, and a name in each other system', async () => {
    const { customerId } = site;
    const contact = await customerContacts.create(site.client, { customerId, name: 'Ann', isPrimary: true });
    expect(
      await codeOf(customerContacts.create(site.client, { customerId, name: 'Bo', isPrimary: true })),
    ).toBe('UNIQUE_VIOLATION');
    expect((await customerContacts.update(site.client, contact.id, { title: 'Owner' })).isPrimary).toBe(true);
    const external = { customerId, system: 'quickbooks', externalId: '77' };
    const made = await customerExternalIds.create(site.client, external);
    const other = { ...external, customerId: site.plainCustomerId };
    expect(await codeOf(customerExternalIds.create(site.client, other))).toBe('UNIQUE_VIOLATION');
    await customerExternalIds.remove(site.client, made.id);
    expect((await customerExternalIds.create(site.client, other)).customerId).toBe(site.plainCustomerId);
  });

  test('have tiers and prices in periods that do not overlap', async () => {
    const { plainCustomerId: customerId, materials: material } = site;
    const tier = { customerId, tier: 'VOLUME' as const, adjustmentPercent: '-7.5' };
    const made = await customerTiers.create(site.client, {
      ...tier,
      validFrom: '2026-01-01',
      validTo: '2026-06-30',
    });
    expect(made).toMatchObject({ adjustmentPercent: '-7.5', validFrom: '2026-01-01', validTo: '2026-06-30' });
    expect(await codeOf(customerTiers.create(site.client, { ...tier, validFrom: '2026-06-30' }))).toBe(
      'EXCLUSION_VIOLATION',
    );
    await customerTiers.create(site.client, { ...tier, validFrom: '2026-07-01' });
    const price = { customerId, materialId: material.stud, unitPrice: '3.12345', validFrom: '2026-01-01' };
    expect(await codeOf(customerPrices.create(site.client, price))).toBe('INPUT_INVALID');
    const shown = await customerPrices.create(site.client, { ...price, unitPrice: 3.1234 });
    expect(shown).toMatchObject({ unitPrice: '3.1234', currency: 'USD', validTo: null });
    expect(await codeOf(customerPrices.update(site.client, shown.id, { validTo: '2025-12-31' }))).toBe(
      'CHECK_VIOLATION',
    );
  });
});

describe('materials', () => {
  test('keep what they cost in a history', async () => {
    const { id } = await materials.create(site.client, {
      vendorId: site.vendorIds[0],
      sku: 'NAIL',
      name: 'Nails',
      category: 'HARDWARE',
      unit: 'BOX',
    });
    expect((await materials.get(site.client, id)).currentCost).toBeNull();
    await materials.update(site.client, id, { currentCost: '12.3456' });
    await materials.update(site.client, id, { currentCost: 13, name: 'Nails, 3 in' });
    expect(await materials.get(site.client, id)).toMatchObject({
      currentCost: '13.0000',
      name: 'Nails, 3 in',
    });
    const { data } = await listPriceHistory(site.client, { materialId: id });
    expect(data).toMatchObject([{ unitCost: '13.0000', source: 'MANUAL', validTo: null }]);
  });

  test('and vendors that are in use cannot be deleted, and a unit is for ever', async () => {
    expect(await codeOf(materials.remove(site.client, site.materials.stud))).toBe('STATE_ILLEGAL');
    expect(await codeOf(vendors.remove(site.client, site.vendorIds[0]))).toBe('STATE_ILLEGAL');
    expect(await codeOf(materials.update(site.client, site.materials.stud, { unit: 'LF' }))).toBe(
      'INPUT_INVALID',
    );
  });
});

describe('plans', () => {
  test('have elevations, options and items of their own only', async () => {
    const { id: planId } = await plans.create(site.client, { code: 'BIRCH', name: 'Birch', bathrooms: 2.5 });
    expect(await plans.get(site.client, planId)).toMatchObject({ bathrooms: '2.5', stories: 1 });
    const elevation = await planElevations.create(site.client, { planId, code: 'A', name: 'A' });
    const option = await planOptions.create(site.client, { planId, code: 'X', name: 'X' });
    const item = { materialId: site.materials.stud, quantity: 1 };
    const foreign = { ...item, planId: site.plan.id, elevationId: elevation.id };
    expect(await codeOf(planTemplateItems.create(site.client, foreign))).toBe('FOREIGN_KEY_VIOLATION');
    const both = { ...item, planId, elevationId: elevation.id, optionId: option.id };
    expect(await codeOf(planTemplateItems.create(site.client, both))).toBe('CHECK_VIOLATION');
    expect(
      await planTemplateItems.create(site.client, { ...item, planId, optionId: option.id }),
    ).toMatchObject({
      unit: 'EA',
      wasteFactor: '0',
    });
  });
});

describe('jobs', () => {
  test('are of a plan with its own elevation and options, one on a lot', async () => {
    const lot = await lots.create(site.client, { communityId: site.communityId, number: 'L-1' });
    const { id: planId, elevationId } = site.plan;
    const job = { code: 'J-1', lotId: lot.id, planId, elevationId, customerId: site.customerId };
    const other = await plans.create(site.client, { code: 'CEDAR', name: 'Cedar' });
    const option = await planOptions.create(site.client, { planId: other.id, code: 'X', name: 'X' });
    expect(await codeOf(createJob(site.client, { ...job, optionIds: [option.id] }))).toBe('NOT_FOUND');
    expect(await codeOf(createJob(site.client, { ...job, planId: other.id }))).toBe('NOT_FOUND');
    expect(await createJob(site.client, job)).toMatchObject({ status: 'PLANNED', optionIds: [] });
    expect(await codeOf(createJob(site.client, { ...job, code: 'J-2' }))).toBe('UNIQUE_VIOLATION');
    expect(await codeOf(lots.remove(site.client, lot.id))).toBe('STATE_ILLEGAL');
    expect(await codeOf(communities.remove(site.client, site.communityId))).toBe('STATE_ILLEGAL');
  });

  test('refer to nothing of another tenant', async () => {
    const { client } = await site.fixture.addTenant('jobs-other');
    expect(await codeOf(lots.create(client, { communityId: site.communityId, number: 'X' }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(builderCustomers.get(client, site.customerId))).toBe('NOT_FOUND');
    expect((await materials.list(client)).data).toEqual([]);
  });
});
