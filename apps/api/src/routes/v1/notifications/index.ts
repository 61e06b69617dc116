import {
  confirmDelivery,
  listNotifications,
  NOTIFICATION_ORDERS,
  notificationFilters,
  notificationSchema,
  readNotifications,
  sendNotification,
  sendNotificationInput,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffAndPortal, staffOnly } from '../../../auth/access.ts';
import type { Principal } from '../../../auth/principal.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';

const tags = ['notifications'];
const counted = { 200: z.object({ read: z.int() }) };

/** Messages to whoever asks for them. */
export const notificationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffAndPortal('notifications:read'),
      schema: {
        tags,
        summary: 'My notifications',
        querystring: listQuery(NOTIFICATION_ORDERS, {
          ...notificationFilters,
          unread: queryBoolean.default(false),
        }),
        response: { 200: listAnswer(notificationSchema) },
      },
    },
    async ({ tenant, query, principal }) =>
      listNotifications(tenant, { ...query, recipient: recipientOf(principal) }),
  );

  app.post(
    '/read',
    {
      config: staffAndPortal('notifications:read'),
      schema: { tags, summary: 'Mark all of mine as read', response: counted },
    },
    async ({ tenant, principal }) => readNotifications(tenant, { recipient: recipientOf(principal) }),
  );

  app.post(
    '/:id/read',
    {
      config: staffAndPortal('notifications:read'),
      schema: { tags, summary: 'Mark one of mine as read', params: idParams, response: counted },
    },
    async ({ tenant, principal, params }) =>
      readNotifications(tenant, { recipient: recipientOf(principal), ids: [params.id] }),
  );

  app.post(
    '',
    {
      config: staffOnly('notifications:write'),
      schema: {
        tags,
        summary: 'Send a notification',
        description:
          'For EMAIL, SMS and PUSH the event `notification.created` goes to the webhooks, where a gateway takes it.',
        body: sendNotificationInput,
        response: { 201: z.object({ sent: z.int() }) },
      },
    },
    async ({ tenant, body }, reply) => {
      reply.code(201);
      return sendNotification(tenant, body);
    },
  );

  app.post(
    '/:id/delivered',
    {
      config: staffOnly('notifications:write'),
      schema: {
        tags,
        summary: 'Note that a gateway has delivered one',
        params: idParams,
        response: { 204: z.void().describe('It is noted') },
      },
    },
    async ({ tenant, params }, reply) => {
      await confirmDelivery(tenant, { notificationId: params.id });
      reply.code(204);
    },
  );
};

function recipientOf(principal: Principal): { userId: string } | { portalUserId: string } {
  return principal.kind === 'portal' ? { portalUserId: principal.id } : { userId: principal.id };
}
