import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { recipientSchema } from './notification-view.ts';

const inputSchema = z.strictObject({
  recipient: recipientSchema,
  ids: z.array(z.guid()).max(1000).optional().describe('All unread ones when left out'),
});

/**
 * Marks notifications of a recipient as read. The moment of the first reading stays; others' are left alone.
 *
 * @returns how many became read
 */
export async function readNotifications(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<{ read: number }> {
  const { recipient, ids } = parseInput(inputSchema, input);
  const now = new Date();
  const { count } = await client.notification.updateMany({
    where: { ...recipient, readAt: null, ...(ids ? { id: { in: ids } } : {}) },
    data: { readAt: now },
  });
  return { read: count };
}
