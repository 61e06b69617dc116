import type { TenantTransaction } from '@org/db';

import { DomainError } from '../../errors.ts';
import { lockKey } from '../lock-key.ts';
import { type AttendanceView, toAttendance, withValidations } from '../views/attendance.ts';

/**
 * The attendance that an earlier request with the same key has made or ended.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED when that was for another shift
 */
export async function findRepeated(
  tx: TenantTransaction,
  { field, key, shiftId }: { field: 'clockInKey' | 'clockOutKey'; key: string | undefined; shiftId: string },
): Promise<AttendanceView | undefined> {
  if (key === undefined) return undefined;
  await lockKey(tx, field, key);
  const done = await tx.attendance.findFirst({ where: { [field]: key }, include: withValidations });
  if (!done) return undefined;
  if (done.shiftId !== shiftId) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return toAttendance(done);
}
