import { z } from 'zod';

export const notificationTypeSchema = z.enum(['INFO', 'WARNING', 'URGENT', 'EMERGENCY', 'SYSTEM']);

export const notificationSchema = z
  .object({
    id: z.guid(),
    type: notificationTypeSchema,
    channel: z.enum(['IN_APP', 'EMAIL', 'SMS', 'PUSH']),
    title: z.string(),
    body: z.string(),
    readAt: z.iso.datetime().nullable(),
    deliveredAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Notification' });
export type NotificationView = z.output<typeof notificationSchema>;

interface NotificationRow extends Omit<NotificationView, 'readAt' | 'deliveredAt' | 'createdAt'> {
  readonly readAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly createdAt: Date;
}

export function toNotification(row: NotificationRow): NotificationView {
  return {
    id: row.id,
    type: row.type,
    channel: row.channel,
    title: row.title,
    body: row.body,
    readAt: row.readAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Whose notifications: a user's, or those of the portal user whose client it is. */
export const recipientSchema = z.union([
  z.strictObject({ userId: z.guid() }),
  z.strictObject({ portalUserId: z.guid() }),
]);
