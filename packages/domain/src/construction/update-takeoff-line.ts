import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField, quantityField } from '../shared/input-fields.ts';
import { exact } from '../shared/money.ts';
import { editTakeoff, lineFigures } from './edit-takeoff.ts';
import { unitCostField, wasteField } from './input-fields.ts';
import type { TakeoffView } from './views/takeoff.ts';

/** What of a line can be changed; what is left out stays. */
export const lineChangesSchema = z.strictObject({
  quantity: quantityField.optional().describe('Before waste'),
  wasteFactor: wasteField.optional(),
  unitCost: unitCostField.optional().describe('Instead of the price that applied'),
});

export const updateTakeoffLineInput = lineChangesSchema.extend({ takeoffId: idField, lineId: idField });

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
  return editTakeoff(client, takeoffId, async (tx) => {
    const line = await tx.takeoffLineItem.findFirst({ where: { id: lineId, takeoffId } });
    if (!line) throw new DomainError('NOT_FOUND', 'There is no such line in this takeoff.');
    const unitCost = changes.unitCost ?? line.unitCost;
    await tx.takeoffLineItem.updateMany({
      where: { id: lineId },
      data: {
        ...lineFigures(
          changes.quantity ?? line.baseQuantity,
          changes.wasteFactor ?? line.wasteFactor,
          unitCost === null ? null : exact(unitCost),
        ),
        priceBasis: changes.unitCost === undefined ? line.priceBasis : 'MANUAL',
      },
    });
  });
}
