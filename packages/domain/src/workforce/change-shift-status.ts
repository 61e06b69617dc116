import type { TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';
import type { ShiftView } from './views/shift.ts';

type ShiftStatus = ShiftView['status'];

/** A shift whose row this transaction holds. */
export interface LockedShift {
  readonly id: string;
  readonly siteId: string;
  readonly agentId: string | null;
  readonly status: ShiftStatus;
  readonly startTime: Date;
  readonly endTime: Date;
}

/**
 * Locks a shift until the end of the transaction.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockShift(tx: TenantTransaction, shiftId: string): Promise<LockedShift> {
  await tx.$queryRaw`SELECT FROM workforce.shifts WHERE id = ${shiftId}::uuid FOR NO KEY UPDATE`;
  const shift = await tx.shift.findFirst({ where: { id: shiftId } });
  if (!shift) throw new DomainError('NOT_FOUND', 'There is no such shift.');
  return shift;
}

/** @throws DomainError STATE_ILLEGAL */
export function requireShiftStatus(shift: LockedShift, allowed: readonly ShiftStatus[], step: string): void {
  if (allowed.includes(shift.status)) return;
  throw new DomainError(
    'STATE_ILLEGAL',
    `The shift is ${shift.status}. Only one that is ${allowed.join(' or ')} can be ${step}.`,
  );
}
