import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { fromDateColumn } from '../shared/calendar-date.ts';
import { idField, quantityField } from '../shared/input-fields.ts';
import { exact } from '../shared/money.ts';
import { editTakeoff, lineFigures } from './edit-takeoff.ts';
import { unitCostField, wasteField } from './input-fields.ts';
import { loadPrices } from './load-prices.ts';
import type { TakeoffView } from './views/takeoff.ts';

/** A line that a person adds. */
export const newLineSchema = z.strictObject({
  materialId: idField,
  quantity: quantityField.describe('Before waste'),
  wasteFactor: wasteField.default('0'),
  unitCost: unitCostField.optional().describe('Instead of the price that applies'),
});

export const addTakeoffLineInput = newLineSchema.extend({ takeoffId: idField });

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
  return editTakeoff(client, takeoffId, async (tx, takeoff) => {
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
        ...lineFigures(line.quantity, line.wasteFactor, unitCost ?? null),
        priceBasis: unitCost ? (found?.basis ?? 'MANUAL') : null,
      },
    });
  });
}
