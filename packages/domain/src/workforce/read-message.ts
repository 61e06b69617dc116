import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type MessageView, toMessage } from './views/message.ts';

export const readMessageInput = z.strictObject({ messageId: idField, userId: idField });

/**
 * The recipient has read a message; the first time counts. Messages to a role are not marked.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readMessage(
  client: TenantClient,
  input: z.input<typeof readMessageInput>,
): Promise<MessageView> {
  const { messageId, userId } = parseInput(readMessageInput, input);
  const own = { id: messageId, recipientId: userId };
  await client.message.updateMany({ where: { ...own, readAt: null }, data: { readAt: new Date() } });
  const message = await client.message.findFirst({ where: own });
  if (!message) throw new DomainError('NOT_FOUND', 'There is no such message.');
  return toMessage(message);
}
