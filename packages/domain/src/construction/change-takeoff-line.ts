import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { fromDateColumn } from '../commerce/calendar-date.ts';
import { inTransaction } from '../commerce/in-transaction.ts';
import { idField, quantityField } from '../commerce/input-fields.ts';
import { type DecimalLike, type Exact, exact } from '../commerce/money.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { extendedCost, fits, withWaste } from './calculate-line.ts';
import { loadTakeoff } from './get-takeoff.ts';
import { unitCostField, wasteField } from './input-fields.ts';
import { loadPrices } from './load-prices.ts';
import { type LockedTakeoff, lockTakeoff, writeTotal } from './lock-takeoff.ts';
import type { TakeoffView } from './views/takeoff.ts';

/** A line that a person adds. */
export const newLineSchema = z.strictObject({
  materialId: idField,
  quantity: quantityField.describe('Before waste'),
  wasteFactor: wasteField.default('0'),
  unitCost: unitCostField.optional().describe('Instead of the price that applies'),
});

/** What of a line can be changed; what is left out stays. */
export const lineChangesSchema = z.strictObject({
  quantity: quantityField.optional().describe('Before waste'),
  wasteFactor: wasteField.optional(),
  unitCost: unitCostField.optional().describe('Instead of the price that applied'),
});

export const addTakeoffLineInput = newLineSchema.extend({ takeoffId: idField });
export const updateTakeoffLineInput = lineChangesSchema.extend({ takeoffId: idField, lineId: idField });
export const removeTakeoffLineInput = z.strictObject({ takeoffId: idField, lineId: idField });

/**
 * Adds a line by hand, at the price of the takeoff's day unless one is given. Only while it is DRAFT or SUBMITTED.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, AMOUNT_TOO_LARGE
 */
export async function addTakeoffLine(
  client: TenantClient,
  input: z.input<typeof addTakeoffLineInput>,
): Promise<TakeoffView> {
  const { takeoffId, materialId, ...line } = parseInput(addTakeoffLineInput, input);
  return edit(client, takeoffId, async (tx, takeoff) => {
    const material = await tx.material.findFirst({ where: { id: materialId, deletedAt: null } });
    if (!material) throw new DomainError('NOT_FOUND', 'There is no such material.');
    const prices = await loadPrices(tx, {
      ...takeoff,
      materials: [material],
      on: fromDateColumn(takeoff.pricedOn),
    });
    const found = line.unitCost === undefined ? prices.get(materialId) : undefined;
    const unitCost = line.unitCost === undefined ? found?.unitCost : exact(line.unitCost);
    const last = await tx.takeoffLineItem.aggregate({ where: { takeoffId }, _max: { lineNumber: true } });
    await tx.takeoffLineItem.create({
      data: {
        takeoffId,
        lineNumber: (last._max.lineNumber ?? 0) + 1,
        source: 'MANUAL',
        materialId,
        unit: material.unit,
        ...figures(line.quantity, line.wasteFactor, unitCost ?? null),
        priceBasis: unitCost ? (found?.basis ?? 'MANUAL') : null,
      },
    });
  });
}

/**
 * Corrects a line. Only while the takeoff is DRAFT or SUBMITTED.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, AMOUNT_TOO_LARGE
 */
export async function updateTakeoffLine(
  client: TenantClient,
  input: z.input<typeof updateTakeoffLineInput>,
): Promise<TakeoffView> {
  const { takeoffId, lineId, ...changes } = parseInput(updateTakeoffLineInput, input);
  return edit(client, takeoffId, async (tx) => {
    const line = await tx.takeoffLineItem.findFirst({ where: { id: lineId, takeoffId } });
    if (!line) throw new DomainError('NOT_FOUND', 'There is no such line in this takeoff.');
    const unitCost = changes.unitCost ?? line.unitCost;
    await tx.takeoffLineItem.updateMany({
      where: { id: lineId },
      data: {
        ...figures(
          changes.quantity ?? line.baseQuantity,
          changes.wasteFactor ?? line.wasteFactor,
          unitCost === null ? null : exact(unitCost),
        ),
        priceBasis: changes.unitCost === undefined ? line.priceBasis : 'MANUAL',
      },
    });
  });
}

/**
 * Takes a line out. Only while the takeoff is DRAFT or SUBMITTED.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function removeTakeoffLine(
  client: TenantClient,
  input: z.input<typeof removeTakeoffLineInput>,
): Promise<TakeoffView> {
  const { takeoffId, lineId } = parseInput(removeTakeoffLineInput, input);
  return edit(client, takeoffId, async (tx) => {
    const { count } = await tx.takeoffLineItem.deleteMany({ where: { id: lineId, takeoffId } });
    if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such line in this takeoff.');
  });
}

function edit(
  client: TenantClient,
  takeoffId: string,
  change: (tx: TenantTransaction, takeoff: LockedTakeoff) => Promise<void>,
): Promise<TakeoffView> {
  return inTransaction(client, async (tx) => {
    const takeoff = await lockTakeoff(tx, takeoffId, ['DRAFT', 'SUBMITTED']);
    await change(tx, takeoff);
    await writeTotal(tx, takeoffId);
    return loadTakeoff(tx, takeoffId);
  });
}

function figures(base: DecimalLike, waste: DecimalLike, unitCost: Exact | null) {
  const quantity = withWaste(exact(base), exact(waste));
  const cost = unitCost === null ? null : extendedCost(quantity, unitCost);
  if (!fits(quantity, cost)) throw new DomainError('AMOUNT_TOO_LARGE');
  return {
    baseQuantity: exact(base).toFixed(),
    wasteFactor: exact(waste).toFixed(),
    quantity: quantity.toFixed(),
    unitCost: unitCost?.toFixed() ?? null,
    extendedCost: cost?.toFixed(2) ?? null,
  };
}
