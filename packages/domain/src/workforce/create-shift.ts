import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField } from '../shared/input-fields.ts';
import { certificationCodeField, momentField } from './input-fields.ts';
import { lockKey } from './lock-key.ts';
import { prioritySchema, type ShiftView, shiftTypeSchema, toShift } from './views/shift.ts';

export const shiftRequestSchema = z.strictObject({
  siteId: idField,
  startTime: momentField,
  endTime: momentField.describe('At most 24 hours after the start'),
  shiftType: shiftTypeSchema.default('REGULAR'),
  priority: prioritySchema.default('NORMAL'),
  requiredCertifications: z
    .array(certificationCodeField)
    .max(20)
    .default([])
    .transform((codes) => [...new Set(codes)].sort()),
  notes: z.string().max(2000).default(''),
  idempotencyKey: idempotencyKeyField.optional(),
});

export const createShiftInput = shiftRequestSchema.extend({ actorId: idField });

const DAY_MS = 86_400_000;

/**
 * Plans a shift that nobody has yet. Repeated with the same key it is done once.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL (the site is not ACTIVE), INPUT_INVALID, IDEMPOTENCY_KEY_REUSED
 */
export async function createShift(
  client: TenantClient,
  input: z.input<typeof createShiftInput>,
): Promise<ShiftView> {
  const { actorId, idempotencyKey, ...wanted } = parseInput(createShiftInput, input);
  const startTime = new Date(wanted.startTime);
  const endTime = new Date(wanted.endTime);
  const length = Number(endTime) - Number(startTime);
  if (length <= 0 || length > DAY_MS) {
    const message = 'must be after the start, by 24 hours at most';
    throw new DomainError('INPUT_INVALID', `The input is not valid: endTime: ${message}.`, {
      fields: [{ field: 'endTime', message }],
    });
  }
  return inTransaction(client, async (tx) => {
    if (idempotencyKey !== undefined) {
      await lockKey(tx, 'shift', idempotencyKey);
      const done = await tx.shift.findFirst({ where: { idempotencyKey } });
      if (done) {
        const same =
          done.siteId === wanted.siteId &&
          Number(done.startTime) === Number(startTime) &&
          Number(done.endTime) === Number(endTime) &&
          done.shiftType === wanted.shiftType;
        if (!same) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
        return toShift(done);
      }
    }
    // Shared, so that nobody closes the site meanwhile.
    const [site] = await tx.$queryRaw<{ status: string }[]>`
      SELECT status::text AS status FROM workforce.sites WHERE id = ${wanted.siteId}::uuid FOR SHARE`;
    if (!site) throw new DomainError('NOT_FOUND', 'There is no such site.');
    if (site.status !== 'ACTIVE') throw new DomainError('STATE_ILLEGAL', `The site is ${site.status}.`);
    const data = {
      ...wanted,
      startTime,
      endTime,
      createdById: actorId,
      idempotencyKey: idempotencyKey ?? null,
    };
    return toShift(await tx.shift.create({ data }));
  });
}
