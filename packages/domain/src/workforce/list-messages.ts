import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { rolesOfUser } from './roles-of-user.ts';
import { type MessageView, toMessage } from './views/message.ts';

export const messageFilters = {
  box: z.enum(['inbox', 'sent']).default('inbox'),
  unread: z.boolean().optional().describe('Only those to the user himself that he has not read'),
  withUserId: idField.optional().describe('Only those from, or to, this user'),
};

export const MESSAGE_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listMessagesInput = z.strictObject({
  ...pageFields(MESSAGE_ORDERS),
  ...messageFilters,
  userId: idField,
});

/**
 * The messages that a user has got, himself or with his roles, or has sent; latest first.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listMessages(
  client: TenantClient,
  input: z.input<typeof listMessagesInput>,
): Promise<Page<MessageView>> {
  const { limit, cursor, order, userId, ...wanted } = parseInput(listMessagesInput, input);
  const { box, unread, withUserId } = wanted;
  const filters: Prisma.MessageWhereInput[] = [];
  if (box === 'sent') {
    filters.push({ senderId: userId });
    if (withUserId) filters.push({ recipientId: withUserId });
  } else {
    const roles = await rolesOfUser(client, userId);
    filters.push({ OR: [{ recipientId: userId }, { recipientRole: { in: roles } }] });
    if (withUserId) filters.push({ senderId: withUserId });
    if (unread) filters.push({ recipientId: userId, readAt: null });
  }
  const found = await readPage(
    client,
    { resource: 'messages', page: { limit, cursor, order }, filters: { ...wanted, userId } },
    ({ where, orderBy, take }) =>
      client.message.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toMessage), page: found.page };
}
