import { type TenantClient, type TenantTransaction, withDeleted } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { exact } from '../shared/money.ts';
import { type CheckedLine, findProblems } from './find-problems.ts';
import { loadTakeoff } from './get-takeoff.ts';
import { loadUsualQuantities } from './load-usual-quantities.ts';
import { lockTakeoff } from './lock-takeoff.ts';
import type { TakeoffView } from './views/takeoff.ts';

export const validateTakeoffInput = z.strictObject({ takeoffId: idField });

/**
 * Checks a takeoff that was submitted. Without an error that is open it becomes VALIDATED, warnings or not; else it stays
 * SUBMITTED, to be corrected and checked again. What was settled before stays settled as long as it is found.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function validateTakeoff(
  client: TenantClient,
  input: z.input<typeof validateTakeoffInput>,
): Promise<TakeoffView> {
  const { takeoffId } = parseInput(validateTakeoffInput, input);
  return inTransaction(client, async (tx) => {
    await lockTakeoff(tx, takeoffId, ['SUBMITTED']);
    const problems = findProblems(await loadLines(tx, takeoffId));
    const settled = await tx.takeoffValidation.findMany({ where: { takeoffId, resolvedAt: { not: null } } });
    const key = (one: { lineItemId: string; rule: string }) => `${one.lineItemId} ${one.rule}`;
    const found = new Set(problems.map(key));
    const kept = new Set(settled.map(key).filter((one) => found.has(one)));
    const gone = settled.filter((one) => !found.has(key(one))).map(({ id }) => id);
    await tx.takeoffValidation.deleteMany({
      where: { takeoffId, OR: [{ resolvedAt: null }, { id: { in: gone } }] },
    });
    const open = problems.filter((problem) => !kept.has(key(problem)));
    await tx.takeoffValidation.createMany({ data: open.map((problem) => ({ takeoffId, ...problem })) });
    if (!open.some(({ severity }) => severity === 'ERROR')) {
      await tx.takeoff.updateMany({
        where: { id: takeoffId },
        data: { status: 'VALIDATED', validatedAt: new Date() },
      });
    }
    return loadTakeoff(tx, takeoffId);
  });
}

async function loadLines(tx: TenantTransaction, takeoffId: string): Promise<CheckedLine[]> {
  // A line keeps its origin when its template item was deleted since.
  const lines = await withDeleted(tx).takeoffLineItem.findMany({
    where: { takeoffId },
    orderBy: { lineNumber: 'asc' },
    include: { material: true, templateItem: true },
  });
  const usual = await loadUsualQuantities(tx, takeoffId);
  return lines.map((line) => ({
    id: line.id,
    lineNumber: line.lineNumber,
    materialId: line.materialId,
    sku: line.material.sku,
    discontinued: line.material.discontinuedAt !== null || line.material.deletedAt !== null,
    origin:
      line.templateItem &&
      (line.templateItem.elevationId ?? line.templateItem.optionId ?? line.templateItem.planId),
    quantity: exact(line.quantity),
    hasPrice: line.unitCost !== null,
    usual: usual.get(line.id) ?? null,
  }));
}
