import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { type CalendarDate, toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction, lockName } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField } from '../shared/input-fields.ts';
import { loadTenantSettings } from '../shared/tenant-settings.ts';
import { addCosts } from './calculate-line.ts';
import { type DraftLine, draftLines } from './draft-lines.ts';
import { loadTakeoff } from './get-takeoff.ts';
import { nextNumbers } from './next-numbers.ts';
import type { TakeoffView } from './views/takeoff.ts';

/** A takeoff, as a request asks for it. */
export const takeoffRequestSchema = z.strictObject({
  jobId: idField,
  idempotencyKey: idempotencyKeyField.optional(),
});

export const createTakeoffInput = takeoffRequestSchema.extend({ actorId: idField });

/**
 * Draws the takeoff of a job: a line for each template item of its plan, its elevation and its options, with waste, at the
 * prices of today in the tenant's currency: the customer's, else its tier's, else the current cost. What has no price gets
 * a line without one. The total is the sum of the lines, exact to the cent.
 *
 * A job has one takeoff that is not rejected, however many callers ask at once. Repeated with the same key, it answers
 * with the takeoff of the first time.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when the job is over, CONFLICT when it has a takeoff, TEMPLATE_EMPTY,
 * AMOUNT_TOO_LARGE, IDEMPOTENCY_KEY_REUSED
 */
export async function createTakeoff(
  client: TenantClient,
  input: z.input<typeof createTakeoffInput>,
): Promise<TakeoffView> {
  const { jobId, idempotencyKey, actorId } = parseInput(createTakeoffInput, input);
  return inTransaction(client, async (tx) => {
    const repeated = await findRepeated(tx, jobId, idempotencyKey);
    if (repeated) return loadTakeoff(tx, repeated);
    const job = await lockJob(tx, jobId);
    const { currency, today } = await loadTenantSettings(tx);
    const lines = await draftLines(tx, { ...job, currency, on: today });
    if (lines.length === 0) {
      throw new DomainError(
        'TEMPLATE_EMPTY',
        'Nothing is listed for the plan, elevation and options of the job.',
      );
    }
    const id = await write(tx, { job, actorId, idempotencyKey, currency, today, lines });
    return loadTakeoff(tx, id);
  });
}

async function findRepeated(
  tx: TenantTransaction,
  jobId: string,
  key: string | undefined,
): Promise<string | undefined> {
  if (key === undefined) return undefined;
  await lockName(tx, `construction-takeoff-key:${key}`);
  const earlier = await tx.takeoff.findFirst({ where: { idempotencyKey: key } });
  if (earlier && earlier.jobId !== jobId) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
  return earlier?.id;
}

interface LockedJob {
  readonly id: string;
  readonly planId: string;
  readonly elevationId: string;
  readonly customerId: string;
}

/** Holds the job until commit, so that of several callers one finds no takeoff yet. */
async function lockJob(tx: TenantTransaction, jobId: string): Promise<LockedJob> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM construction.jobs WHERE id = ${jobId}::uuid AND deleted_at IS NULL FOR UPDATE`;
  const job = rows.length > 0 ? await tx.job.findFirst({ where: { id: jobId } }) : null;
  if (!job) throw new DomainError('NOT_FOUND', 'There is no such job.');
  if (job.status === 'CANCELLED' || job.status === 'COMPLETED') {
    throw new DomainError('STATE_ILLEGAL', `Job ${job.code} is ${job.status}.`);
  }
  const earlier = await tx.takeoff.findFirst({ where: { jobId, status: { not: 'REJECTED' } } });
  if (earlier) {
    throw new DomainError(
      'CONFLICT',
      `Job ${job.code} has takeoff ${earlier.number}. Reject it to draw another.`,
    );
  }
  return job;
}

interface NewTakeoff {
  readonly job: LockedJob;
  readonly actorId: string;
  readonly idempotencyKey: string | undefined;
  readonly currency: string;
  readonly today: CalendarDate;
  readonly lines: readonly DraftLine[];
}

async function write(tx: TenantTransaction, draft: NewTakeoff): Promise<string> {
  const { job, lines } = draft;
  const [number = ''] = await nextNumbers(tx, 'takeoffs');
  const { id } = await tx.takeoff.create({
    data: {
      number,
      jobId: job.id,
      customerId: job.customerId,
      currency: draft.currency,
      pricedOn: toDateColumn(draft.today),
      total: addCosts(lines.map((line) => line.extendedCost)).toFixed(2),
      createdById: draft.actorId,
      idempotencyKey: draft.idempotencyKey ?? null,
    },
    select: { id: true },
  });
  await tx.takeoffLineItem.createMany({
    data: lines.map((line, index) => ({
      takeoffId: id,
      lineNumber: index + 1,
      source: line.source,
      templateItemId: line.templateItemId,
      materialId: line.materialId,
      unit: line.unit,
      baseQuantity: line.baseQuantity.toFixed(),
      wasteFactor: line.wasteFactor.toFixed(),
      quantity: line.quantity.toFixed(),
      priceBasis: line.price?.basis ?? null,
      unitCost: line.price?.unitCost.toFixed() ?? null,
      extendedCost: line.extendedCost?.toFixed(2) ?? null,
    })),
  });
  return id;
}
