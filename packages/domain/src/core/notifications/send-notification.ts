import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { recordWebhookEvent } from '../record-webhook-event.ts';
import { notificationTypeSchema } from './notification-view.ts';

export const sendNotificationInput = z.strictObject({
  userIds: z.array(z.guid()).max(1000).default([]),
  portalUserIds: z.array(z.guid()).max(1000).default([]),
  type: notificationTypeSchema.default('INFO'),
  channel: z.enum(['IN_APP', 'EMAIL', 'SMS', 'PUSH']).default('IN_APP'),
  title: z.string().trim().min(1).max(200),
  body: z.string().trim().max(4000).default(''),
});

/**
 * Sends a message to users and portal users, each once. The channel IN_APP waits for its recipient; for the others an
 * event `notification.created` goes to the tenant's webhooks, where a gateway for mail, SMS or push takes it.
 *
 * @returns how many were sent
 * @throws DomainError INPUT_INVALID without a recipient, NOT_FOUND when one of them does not exist: then none is sent
 */
export async function sendNotification(
  client: TenantClient,
  input: z.input<typeof sendNotificationInput>,
): Promise<{ sent: number }> {
  const { userIds, portalUserIds, ...message } = parseInput(sendNotificationInput, input);
  const users = [...new Set(userIds)];
  const portalUsers = [...new Set(portalUserIds)];
  if (users.length + portalUsers.length === 0) {
    throw new DomainError('INPUT_INVALID', 'Name at least one recipient.', {
      fields: [{ field: 'userIds', message: 'must not be empty' }],
    });
  }
  return inTransaction(client, async (tx) => {
    const found =
      (await tx.user.count({ where: { id: { in: users }, deletedAt: null } })) +
      (await tx.portalUser.count({ where: { id: { in: portalUsers }, deletedAt: null } }));
    if (found < users.length + portalUsers.length) {
      throw new DomainError('NOT_FOUND', 'One of the recipients does not exist.');
    }
    const rows = await tx.notification.createManyAndReturn({
      data: [
        ...users.map((userId) => ({ ...message, userId })),
        ...portalUsers.map((portalUserId) => ({ ...message, portalUserId })),
      ],
    });
    if (message.channel !== 'IN_APP') {
      for (const { id, userId, portalUserId } of rows) {
        await recordWebhookEvent(tx, {
          type: 'notification.created',
          entity: 'Notification',
          entityId: id,
          payload: { ...message, userId, portalUserId },
        });
      }
    }
    return { sent: rows.length };
  });
}
