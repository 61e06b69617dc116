import type { Prisma, TenantClient } from '@org/db';
import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { loadTakeoff } from './get-takeoff.ts';
import { lockTakeoff } from './lock-takeoff.ts';
import type { TakeoffStatus, TakeoffView } from './views/takeoff.ts';

/** One step in the life of a takeoff. */
export interface TakeoffStep {
  readonly takeoffId: string;
  readonly from: readonly TakeoffStatus[];
  readonly to: TakeoffStatus;
  /** What the step sets besides the status. */
  readonly set: Prisma.TakeoffUncheckedUpdateManyInput;
}

/**
 * Takes a takeoff one step on, and records the event (`takeoff.approved` …). Each step happens once, whoever else tries.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function changeTakeoff(client: TenantClient, step: TakeoffStep): Promise<TakeoffView> {
  return inTransaction(client, async (tx) => {
    const { id, number, jobId } = await lockTakeoff(tx, step.takeoffId, step.from);
    await tx.takeoff.updateMany({ where: { id }, data: { ...step.set, status: step.to } });
    await recordWebhookEvent(tx, {
      type: `takeoff.${step.to.toLowerCase()}`,
      entity: 'Takeoff',
      entityId: id,
      payload: { id, number, jobId, status: step.to },
    });
    return loadTakeoff(tx, id);
  });
}
