import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuildingSite, createBuildingSite, race } from '../../test/building-site.ts';
import { codeOf, eventsOf } from '../../test/shop.ts';
import { addTakeoffLine } from './add-takeoff-line.ts';
import { approveTakeoff } from './approve-takeoff.ts';
import { createTakeoff } from './create-takeoff.ts';
import { getTakeoff } from './get-takeoff.ts';
import { listTakeoffs } from './list-takeoffs.ts';
import { materials } from './master-data/materials.ts';
import { planTemplateItems } from './master-data/plans.ts';
import { rejectTakeoff } from './reject-takeoff.ts';
import { removeTakeoffLine } from './remove-takeoff-line.ts';
import { resolveValidation } from './resolve-validation.ts';
import { submitTakeoff } from './submit-takeoff.ts';
import { updateTakeoffLine } from './update-takeoff-line.ts';
import { validateTakeoff } from './validate-takeoff.ts';

let site: BuildingSite;
beforeAll(async () => {
  site = await createBuildingSite();
});
afterAll(() => site?.close());

const draw = async (options = {}) =>
  createTakeoff(site.client, { jobId: await site.addJob(options), actorId: site.userId });
const submitted = async () => {
  const takeoff = await draw();
  return submitTakeoff(site.client, { takeoffId: takeoff.id });
};

describe('a takeoff', () => {
  test('has the lines of plan, elevation and options, with waste, at the customer’s price, its tier’s or the cost', async () => {
    const takeoff = await draw();
    const shown = takeoff.lines.map((line) => [
      line.source,
      line.materialSku,
      line.quantity,
      line.priceBasis,
      line.unitCost,
      line.extendedCost,
    ]);
    expect(shown).toEqual([
      ['PLAN', 'SHINGLE', '34.65', 'TIER', '93.8268', '3251.10'],
      ['PLAN', 'STUD', '444.96', 'CUSTOMER', '3.9001', '1735.39'],
      ['ELEVATION', 'PLATE', '63', 'TIER', '7.1250', '448.88'],
      ['OPTION', 'RAIL', '14', 'TIER', '11.4000', '159.60'],
    ]);
    expect(takeoff).toMatchObject({ status: 'DRAFT', total: '5594.97', currency: 'USD' });
    expect(takeoff.number).toMatch(/^TO-\d{8}$/);
  });

  test('of a customer without tier and prices is at cost, and without the option has no line of it', async () => {
    const takeoff = await draw({ customerId: site.plainCustomerId, options: false });
    expect(takeoff.lines.map((line) => [line.materialSku, line.priceBasis, line.extendedCost])).toEqual([
      ['SHINGLE', 'COST', '3422.21'],
      ['STUD', 'COST', '1834.75'],
      ['PLATE', 'COST', '472.50'],
    ]);
    expect(takeoff.total).toBe('5729.46');
  });

  test('is drawn once, however many ask at once', async () => {
    const jobId = await site.addJob();
    expect(await race(20, () => createTakeoff(site.client, { jobId, actorId: site.userId }))).toEqual({
      DONE: 1,
      CONFLICT: 19,
    });
    expect((await listTakeoffs(site.client, { jobId })).data).toHaveLength(1);
  });

  test('is the same one for who repeats a request, at once too, and another request cannot use the key', async () => {
    const jobId = await site.addJob();
    const ask = () => createTakeoff(site.client, { jobId, actorId: site.userId, idempotencyKey: 'k-1' });
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    const other = { jobId: await site.addJob(), actorId: site.userId, idempotencyKey: 'k-1' };
    expect(await codeOf(createTakeoff(site.client, other))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('belongs to its tenant', async () => {
    const { client } = await site.fixture.addTenant('takeoff-other');
    const takeoff = await draw();
    expect(await codeOf(getTakeoff(client, { takeoffId: takeoff.id }))).toBe('NOT_FOUND');
    expect(await codeOf(createTakeoff(client, { jobId: takeoff.jobId, actorId: site.userId }))).toBe(
      'NOT_FOUND',
    );
  });
});

describe('a line', () => {
  test('is added, corrected and taken out, and the total follows', async () => {
    const { id: takeoffId, total } = await draw();
    const added = await addTakeoffLine(site.client, {
      takeoffId,
      materialId: site.materials.rail,
      quantity: 2,
    });
    const line = added.lines.at(-1);
    expect(line).toMatchObject({
      source: 'MANUAL',
      lineNumber: 5,
      priceBasis: 'TIER',
      extendedCost: '22.80',
    });
    expect(added.total).toBe('5617.77');
    const ids = { takeoffId, lineId: line?.id ?? '' };
    const changed = await updateTakeoffLine(site.client, { ...ids, quantity: '3', unitCost: '0.1255' });
    expect(changed.lines.at(-1)).toMatchObject({
      priceBasis: 'MANUAL',
      unitCost: '0.1255',
      extendedCost: '0.38',
    });
    expect((await removeTakeoffLine(site.client, ids)).total).toBe(total);
  });
});

describe('checking a takeoff', () => {
  const findings = (takeoff: Awaited<ReturnType<typeof validateTakeoff>>) =>
    takeoff.validations.map((one) => [
      one.rule,
      one.severity,
      takeoff.lines.find(({ id }) => id === one.lineItemId)?.materialSku,
    ]);

  test('finds nothing in a good one, which is then approved', async () => {
    const { id: takeoffId } = await submitted();
    expect(await validateTakeoff(site.client, { takeoffId })).toMatchObject({
      status: 'VALIDATED',
      validations: [],
    });
    const race20 = await race(20, () => approveTakeoff(site.client, { takeoffId, actorId: site.userId }));
    expect(race20).toEqual({ DONE: 1, STATE_ILLEGAL: 19 });
    expect(await eventsOf(site.client, takeoffId)).toEqual(['takeoff.submitted', 'takeoff.approved']);
    expect(
      await codeOf(addTakeoffLine(site.client, { takeoffId, materialId: site.materials.rail, quantity: 1 })),
    ).toBe('STATE_ILLEGAL');
  });

  test('finds a missing price, a discontinued material and a duplicate, and approves nothing before they are settled', async () => {
    const odd = await materials.create(site.client, {
      vendorId: site.vendorIds[0],
      sku: 'ODD',
      name: 'Odd',
      category: 'HARDWARE',
      unit: 'EA',
      discontinuedAt: '2026-01-01T00:00:00Z',
    });
    const { id: takeoffId } = await submitted();
    const added = await addTakeoffLine(site.client, { takeoffId, materialId: odd.id, quantity: 2 });
    await addTakeoffLine(site.client, { takeoffId, materialId: site.materials.stud, quantity: 5 });
    expect(added.lines.at(-1)).toMatchObject({ unitCost: null, extendedCost: null });

    const checked = await validateTakeoff(site.client, { takeoffId });
    expect(checked.status).toBe('SUBMITTED');
    expect(findings(checked).sort()).toEqual([
      ['DUPLICATE_LINE', 'WARNING', 'STUD'],
      ['MATERIAL_DISCONTINUED', 'ERROR', 'ODD'],
      ['PRICE_MISSING', 'ERROR', 'ODD'],
    ]);
    expect(await codeOf(approveTakeoff(site.client, { takeoffId, actorId: site.userId }))).toBe(
      'STATE_ILLEGAL',
    );

    const finding = (rule: string) => checked.validations.find((one) => one.rule === rule)?.id ?? '';
    const settle = (rule: string) =>
      resolveValidation(site.client, {
        takeoffId,
        validationId: finding(rule),
        resolution: 'Left in stock',
        actorId: site.userId,
      });
    expect(await codeOf(settle('PRICE_MISSING'))).toBe('STATE_ILLEGAL');
    await settle('MATERIAL_DISCONTINUED');
    const lineId = added.lines.at(-1)?.id ?? '';
    await updateTakeoffLine(site.client, { takeoffId, lineId, unitCost: '1' });
    const again = await validateTakeoff(site.client, { takeoffId });
    expect(again.status).toBe('VALIDATED');
    expect(again.validations).toMatchObject([
      { rule: 'MATERIAL_DISCONTINUED', resolution: 'Left in stock', resolvedById: site.userId },
      { rule: 'DUPLICATE_LINE', resolution: null },
    ]);
  });

  test('remembers where a line came from when its template item is gone, and its material', async () => {
    const { id: itemId } = await planTemplateItems.create(site.client, {
      planId: site.plan.id,
      optionId: site.plan.optionId,
      materialId: site.materials.stud,
      quantity: 3,
    });
    const { id: takeoffId } = await submitted();
    const { id: materialId } = await materials.create(site.client, {
      vendorId: site.vendorIds[0],
      sku: 'GONE',
      name: 'Gone',
      category: 'HARDWARE',
      unit: 'EA',
      currentCost: 1,
    });
    await addTakeoffLine(site.client, { takeoffId, materialId, quantity: 1 });
    await planTemplateItems.remove(site.client, itemId);
    await materials.remove(site.client, materialId);
    expect(findings(await validateTakeoff(site.client, { takeoffId }))).toEqual([
      ['MATERIAL_DISCONTINUED', 'ERROR', 'GONE'],
    ]);
  });

  test('finds a quantity that is unusual by the pattern of its template item', async () => {
    await site.client.variancePattern.create({
      data: {
        scope: 'PLAN',
        subjectId: site.items.stud,
        templateItemId: site.items.stud,
        planId: site.plan.id,
        materialId: site.materials.stud,
        sampleSize: 5,
        mean: '0.10',
        deviation: '0.02',
        confidence: '0.99',
      },
    });
    const { id: takeoffId, lines } = await submitted();
    const checked = await validateTakeoff(site.client, { takeoffId });
    expect(checked.validations).toMatchObject([{ rule: 'QUANTITY_OUT_OF_RANGE', severity: 'WARNING' }]);
    expect(checked.validations[0]?.message).toContain('444.96 is outside of the usual 471.658 to 507.254');
    const other = await submitted();
    const stud = other.lines.find((line) => line.materialSku === 'STUD');
    await updateTakeoffLine(site.client, { takeoffId: other.id, lineId: stud?.id ?? '', quantity: '450' });
    expect((await validateTakeoff(site.client, { takeoffId: other.id })).validations).toEqual([]);
    expect(lines).toHaveLength(4);
    await site.client.variancePattern.deleteMany({});
  });
});

test('a rejected one says why, and another may be drawn', async () => {
  const { id: takeoffId, jobId } = await submitted();
  const reject = (reason: string) => rejectTakeoff(site.client, { takeoffId, actorId: site.userId, reason });
  expect(await codeOf(reject(' '))).toBe('INPUT_INVALID');
  expect(await reject('Wrong elevation')).toMatchObject({
    status: 'REJECTED',
    rejectionReason: 'Wrong elevation',
  });
  const next = await createTakeoff(site.client, { jobId, actorId: site.userId });
  expect((await listTakeoffs(site.client, { jobId })).data.map(({ id }) => id)).toEqual([next.id, takeoffId]);
});
