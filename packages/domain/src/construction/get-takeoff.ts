import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type TakeoffView, toTakeoffLine, toTakeoffSummary, toTakeoffValidation } from './views/takeoff.ts';

export const getTakeoffInput = z.strictObject({ takeoffId: idField });

/**
 * A takeoff with its lines and what was found in it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getTakeoff(
  client: TenantClient,
  input: z.input<typeof getTakeoffInput>,
): Promise<TakeoffView> {
  return loadTakeoff(client, parseInput(getTakeoffInput, input).takeoffId);
}

/** The same inside of a transaction. */
export async function loadTakeoff(
  client: TenantClient | TenantTransaction,
  takeoffId: string,
): Promise<TakeoffView> {
  const takeoff = await client.takeoff.findFirst({
    where: { id: takeoffId },
    include: {
      lines: {
        orderBy: { lineNumber: 'asc' },
        include: { material: { select: { sku: true, name: true, vendorId: true } } },
      },
      validations: { orderBy: [{ severity: 'desc' }, { id: 'asc' }] },
    },
  });
  if (!takeoff) throw new DomainError('NOT_FOUND', 'There is no such takeoff.');
  return {
    ...toTakeoffSummary(takeoff),
    lines: takeoff.lines.map(toTakeoffLine),
    validations: takeoff.validations.map(toTakeoffValidation),
  };
}
