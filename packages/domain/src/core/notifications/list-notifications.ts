import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import {
  type NotificationView,
  notificationTypeSchema,
  recipientSchema,
  toNotification,
} from './notification-view.ts';

/** What a list of notifications can be narrowed to. */
export const notificationFilters = {
  unread: z.boolean().default(false).describe('Only those that were not read'),
  type: notificationTypeSchema.optional(),
};

export const NOTIFICATION_ORDERS = ['-createdAt', 'createdAt'] as const;

const listNotificationsInput = z.strictObject({
  ...pageFields(NOTIFICATION_ORDERS),
  ...notificationFilters,
  recipient: recipientSchema,
});

/**
 * The notifications of one recipient. Those of the channel IN_APP are delivered by being listed.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listNotifications(
  client: TenantClient,
  input: z.input<typeof listNotificationsInput>,
): Promise<Page<NotificationView>> {
  const { limit, cursor, order, recipient, unread, type } = parseInput(listNotificationsInput, input);
  const filters = [recipient, unread ? { readAt: null } : {}, type ? { type } : {}];
  const found = await readPage(
    client,
    { resource: 'notifications', page: { limit, cursor, order }, filters: { recipient, unread, type } },
    ({ where, orderBy, take }) =>
      client.notification.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  const arriving = found.data.filter(({ channel, deliveredAt }) => channel === 'IN_APP' && !deliveredAt);
  if (arriving.length > 0) {
    await client.notification.updateMany({
      where: { id: { in: arriving.map(({ id }) => id) }, deliveredAt: null },
      data: { deliveredAt: new Date() },
    });
  }
  return { data: found.data.map(toNotification), page: found.page };
}
