import type { TenantClient, TenantTransaction } from '@org/db';
import { DomainError } from '../errors.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { type DecimalLike, type Exact, exact } from '../shared/money.ts';
import { extendedCost, fits, withWaste } from './calculate-line.ts';
import { loadTakeoff } from './get-takeoff.ts';
import { type LockedTakeoff, lockTakeoff, writeTotal } from './lock-takeoff.ts';
import type { TakeoffView } from './views/takeoff.ts';

/**
 * Changes the lines of a takeoff that is DRAFT or SUBMITTED, and its total with them.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export function editTakeoff(
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

/**
 * The columns of a line that follow from its quantity, waste and unit cost.
 *
 * @throws DomainError AMOUNT_TOO_LARGE
 */
export function lineFigures(base: DecimalLike, waste: DecimalLike, unitCost: Exact | null) {
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
