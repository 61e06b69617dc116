import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';

const inputSchema = z.strictObject({ notificationId: z.guid() });

/**
 * Gives a notification that was given up all of its attempts again, beginning now.
 *
 * @throws DomainError NOT_FOUND; STATE_ILLEGAL when it was not given up
 */
export async function redriveNotification(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { notificationId: id } = parseInput(inputSchema, input);
  const { count } = await client.notification.updateMany({
    where: { id, failedAt: { not: null } },
    data: { failedAt: null, attempts: 0, nextAttemptAt: new Date() },
  });
  if (count === 1) return;
  const found = await client.notification.findFirst({ where: { id }, select: { id: true } });
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such notification.');
  throw new DomainError('STATE_ILLEGAL', 'Only a notification that was given up can be sent anew.');
}
