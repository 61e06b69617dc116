import type { TenantTransaction } from '@org/db';
import { DomainError } from '../../errors.ts';
import { loadTenantSettings } from '../../shared/tenant-settings.ts';
import type { ShiftToFill } from './candidate.ts';

/**
 * A shift that an agent can be looked for; its row is locked until the end of the transaction.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function loadShiftToFill(
  tx: TenantTransaction,
  shiftId: string,
): Promise<ShiftToFill & { readonly id: string }> {
  await tx.$queryRaw`SELECT FROM workforce.shifts WHERE id = ${shiftId}::uuid FOR NO KEY UPDATE`;
  const shift = await tx.shift.findFirst({ where: { id: shiftId }, include: { site: true } });
  if (!shift) throw new DomainError('NOT_FOUND', 'There is no such shift.');
  if (shift.agentId !== null) throw new DomainError('STATE_ILLEGAL', 'The shift has an agent already.');
  if (shift.status !== 'SCHEDULED') {
    throw new DomainError(
      'STATE_ILLEGAL',
      `The shift is ${shift.status}. Only one that is SCHEDULED can be assigned.`,
    );
  }
  if (shift.endTime <= new Date()) throw new DomainError('STATE_ILLEGAL', 'The shift is over.');
  const { timezone } = await loadTenantSettings(tx);
  return {
    id: shift.id,
    start: shift.startTime,
    end: shift.endTime,
    requiredCertifications: shift.requiredCertifications,
    site: { latitude: shift.site.latitude.toNumber(), longitude: shift.site.longitude.toNumber() },
    timezone,
  };
}
