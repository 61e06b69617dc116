import type { TenantClient } from '@org/db';
import { DomainError } from '../../errors.ts';

/**
 * Gives a DEAD delivery all of its attempts again, beginning now. Events of the same entity that came later may have
 * been delivered meanwhile.
 *
 * @throws DomainError NOT_FOUND; STATE_ILLEGAL when the delivery is not DEAD
 */
export async function redriveDelivery(client: TenantClient, deliveryId: string): Promise<void> {
  const changed = await client.$executeRaw`
    UPDATE core.webhook_deliveries SET status = 'PENDING', attempts = 0, next_attempt_at = now()
    WHERE tenant_id = core.current_tenant_id() AND id = ${deliveryId}::uuid AND status = 'DEAD'`;
  if (changed === 1) return;
  const delivery = await client.webhookDelivery.findFirst({
    where: { id: deliveryId },
    select: { status: true },
  });
  if (!delivery) throw new DomainError('NOT_FOUND', 'There is no such delivery.');
  throw new DomainError(
    'STATE_ILLEGAL',
    `The delivery is ${delivery.status}; only a DEAD one can be sent anew.`,
  );
}
