import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';

const inputSchema = z.strictObject({ notificationId: z.guid() });

/**
 * Notes that a gateway has delivered a notification. The first moment stays.
 *
 * @throws DomainError NOT_FOUND
 */
export async function confirmDelivery(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { notificationId: id } = parseInput(inputSchema, input);
  const { count } = await client.notification.updateMany({
    where: { id, deliveredAt: null },
    data: { deliveredAt: new Date() },
  });
  if (count === 0 && !(await client.notification.findFirst({ where: { id }, select: { id: true } }))) {
    throw new DomainError('NOT_FOUND', 'There is no such notification.');
  }
}
