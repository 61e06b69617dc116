import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField } from '../shared/input-fields.ts';
import { latitudeField, longitudeField } from './input-fields.ts';
import { lockKey } from './lock-key.ts';
import { workforceActorSchema } from './scope.ts';
import { type MessageView, messageTypeSchema, toMessage, workforceRoleSchema } from './views/message.ts';
import { prioritySchema } from './views/shift.ts';

const messageFields = z.strictObject({
  recipientId: idField.optional(),
  recipientRole: workforceRoleSchema
    .optional()
    .describe('Instead of one recipient; for who sends notifications'),
  messageType: messageTypeSchema.default('TEXT'),
  priority: prioritySchema.default('NORMAL'),
  body: z.string().max(4000).default(''),
  latitude: latitudeField.optional(),
  longitude: longitudeField.optional(),
  mediaFileId: idField.optional(),
  idempotencyKey: idempotencyKeyField.optional(),
});

type Message = z.output<typeof messageFields>;
const isComplete = ({ messageType, body, latitude, longitude, mediaFileId }: Message) => {
  if (messageType === 'TEXT') return body !== '';
  if (messageType === 'LOCATION') return latitude !== undefined && longitude !== undefined;
  return mediaFileId !== undefined;
};
const ONE_RECIPIENT = {
  path: ['recipientId'],
  error: 'give either this or recipientRole',
};
const COMPLETE = {
  path: ['messageType'],
  error: 'TEXT needs a body, LOCATION a latitude and a longitude, the others a mediaFileId',
};

export const messageRequestSchema = messageFields
  .refine((input) => (input.recipientId === undefined) !== (input.recipientRole === undefined), ONE_RECIPIENT)
  .refine(isComplete, COMPLETE);

export const sendMessageInput = messageRequestSchema.safeExtend({ actor: workforceActorSchema });

/**
 * Sends a message to a user, or to everybody of a role. Repeated with the same key it is sent once.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_MISSING (to a role without `notifications:write`), IDEMPOTENCY_KEY_REUSED
 */
export async function sendMessage(
  client: TenantClient,
  input: z.input<typeof sendMessageInput>,
): Promise<MessageView> {
  const { actor, idempotencyKey, ...message } = parseInput(sendMessageInput, input);
  if (message.recipientRole !== undefined && !actor.permissions.includes('notifications:write')) {
    throw new DomainError(
      'PERMISSION_MISSING',
      'A message to a whole role needs the permission notifications:write.',
    );
  }
  return inTransaction(client, async (tx) => {
    if (idempotencyKey !== undefined) {
      await lockKey(tx, 'message', idempotencyKey);
      const done = await tx.message.findFirst({ where: { idempotencyKey } });
      if (done) {
        const same =
          done.senderId === actor.userId &&
          done.recipientId === (message.recipientId ?? null) &&
          done.recipientRole === (message.recipientRole ?? null) &&
          done.body === message.body;
        if (!same) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
        return toMessage(done);
      }
    }
    const { recipientId, mediaFileId } = message;
    if (recipientId !== undefined) {
      const found = await tx.user.findFirst({
        where: { id: recipientId, deletedAt: null },
        select: { id: true },
      });
      if (!found) throw new DomainError('NOT_FOUND', 'There is no such user.');
    }
    if (mediaFileId !== undefined) {
      const file = await tx.mediaFile.findFirst({
        where: { id: mediaFileId, uploadedById: actor.userId },
        select: { id: true },
      });
      if (!file) throw new DomainError('NOT_FOUND', 'There is no such file of yours.');
    }
    const data = {
      senderId: actor.userId,
      recipientId: recipientId ?? null,
      recipientRole: message.recipientRole ?? null,
      messageType: message.messageType,
      priority: message.priority,
      body: message.body,
      latitude: message.latitude ?? null,
      longitude: message.longitude ?? null,
      mediaFileId: mediaFileId ?? null,
      idempotencyKey: idempotencyKey ?? null,
    };
    return toMessage(await tx.message.create({ data }));
  });
}
