import type { TenantTransaction } from '@org/db';
import { DomainError } from '../errors.ts';
import { exact } from '../shared/money.ts';
import { addCosts } from './calculate-line.ts';
import type { TakeoffStatus } from './views/takeoff.ts';

/** A takeoff that nobody else changes until the end of the transaction. */
export interface LockedTakeoff {
  readonly id: string;
  readonly number: string;
  readonly status: TakeoffStatus;
  readonly customerId: string;
  readonly jobId: string;
  readonly currency: string;
  readonly pricedOn: Date;
  readonly orderedAt: Date | null;
}

/**
 * Locks a takeoff that is in one of these states.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function lockTakeoff(
  tx: TenantTransaction,
  takeoffId: string,
  allowed: readonly TakeoffStatus[],
): Promise<LockedTakeoff> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM construction.takeoffs WHERE id = ${takeoffId}::uuid FOR NO KEY UPDATE`;
  const takeoff = rows.length > 0 ? await tx.takeoff.findFirst({ where: { id: takeoffId } }) : null;
  if (!takeoff) throw new DomainError('NOT_FOUND', 'There is no such takeoff.');
  if (!allowed.includes(takeoff.status)) {
    throw new DomainError(
      'STATE_ILLEGAL',
      `Takeoff ${takeoff.number} is ${takeoff.status}; this needs one that is ${allowed.join(' or ')}.`,
    );
  }
  return takeoff;
}

/** Sets the total to the sum of the lines; call it after each change of one. */
export async function writeTotal(tx: TenantTransaction, takeoffId: string): Promise<void> {
  const lines = await tx.takeoffLineItem.findMany({ where: { takeoffId }, select: { extendedCost: true } });
  const total = addCosts(lines.map((line) => (line.extendedCost === null ? null : exact(line.extendedCost))));
  await tx.takeoff.updateMany({ where: { id: takeoffId }, data: { total: total.toFixed(2) } });
}
