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
  let parts: Prisma.MessageWhereInput[] = [{ recipientId: userId }];
  if (box === 'sent') {
    parts = [{ senderId: userId }];
    if (withUserId) filters.push({ recipientId: withUserId });
  } else {
    if (withUserId) filters.push({ senderId: withUserId });
    if (unread) filters.push({ readAt: null });
    else parts.push({ recipientRole: { in: await rolesOfUser(client, userId) } });
  }
  const found = await readPage(
    client,
    { resource: 'messages', page: { limit, cursor, order }, filters: { ...wanted, userId } },
    async ({ where, orderBy, take }) => {
      // A query for each index: no index has the order of an OR over both kinds of recipients.
      const pages = await Promise.all(
        parts.map((part) =>
          client.message.findMany({ where: { AND: [part, ...filters, where] }, orderBy, take }),
        ),
      );
      const ascending = (orderBy[0] as { createdAt?: string } | undefined)?.createdAt === 'asc';
      return merge(pages.flat(), ascending).slice(0, take);
    },
  );
  return { data: found.data.map(toMessage), page: found.page };
}

function merge<Row extends { readonly createdAt: Date; readonly id: string }>(
  rows: readonly Row[],
  ascending: boolean,
): Row[] {
  const sorted = rows.toSorted(
    (one, other) => one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1),
  );
  return ascending ? sorted : sorted.reverse();
}
