import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { toViolation, type ViolationView, violationStatusSchema } from './views/violation.ts';

export const violationDecisionSchema = z.strictObject({
  status: violationStatusSchema.exclude(['OPEN']).default('ACKNOWLEDGED'),
  note: z.string().max(1000).optional(),
});

export const acknowledgeViolationInput = violationDecisionSchema.extend({
  violationId: idField,
  actorId: idField,
});

/** From which status a violation can get to which. */
const STEPS: Readonly<Record<ViolationView['status'], readonly ViolationView['status'][]>> = {
  OPEN: ['ACKNOWLEDGED', 'RESOLVED', 'DISMISSED'],
  ACKNOWLEDGED: ['RESOLVED', 'DISMISSED'],
  RESOLVED: [],
  DISMISSED: [],
};

/**
 * A supervisor has seen a violation, has dealt with it, or finds that it is none.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function acknowledgeViolation(
  client: TenantClient,
  input: z.input<typeof acknowledgeViolationInput>,
): Promise<ViolationView> {
  const { violationId, actorId, status, note } = parseInput(acknowledgeViolationInput, input);
  return inTransaction(client, async (tx) => {
    await tx.$queryRaw`SELECT FROM workforce.geofence_violations WHERE id = ${violationId}::uuid FOR NO KEY UPDATE`;
    const violation = await tx.geofenceViolation.findFirst({ where: { id: violationId } });
    if (!violation) throw new DomainError('NOT_FOUND', 'There is no such violation.');
    if (!STEPS[violation.status].includes(status)) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `The violation is ${violation.status}, and cannot become ${status}.`,
      );
    }
    await tx.geofenceViolation.updateMany({
      where: { id: violationId },
      data: {
        status,
        acknowledgedById: violation.acknowledgedById ?? actorId,
        acknowledgedAt: violation.acknowledgedAt ?? new Date(),
        ...(note === undefined ? {} : { note }),
      },
    });
    return toViolation(await tx.geofenceViolation.findFirstOrThrow({ where: { id: violationId } }));
  });
}
