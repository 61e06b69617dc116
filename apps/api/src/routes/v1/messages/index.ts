import {
  listMessages,
  MESSAGE_ORDERS,
  messageFilters,
  messageRequestSchema,
  messageSchema,
  readMessage,
  sendMessage,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';

const tags = ['messages'];

/** Messages of a user: those that he, or his role, got, and those that he sent. */
export const messageRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('messages:read'),
      schema: {
        tags,
        summary: 'One’s own messages, latest first',
        querystring: listQuery(MESSAGE_ORDERS, { ...messageFilters, unread: queryBoolean.optional() }),
        response: { 200: listAnswer(messageSchema) },
      },
    },
    async ({ tenant, query, principal }) => listMessages(tenant, { ...query, userId: principal.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('messages:write'),
      schema: {
        tags,
        summary: 'Send a message to a user, or to everybody of a role',
        headers: idempotencyHeaders,
        body: messageRequestSchema,
        response: { 201: messageSchema },
      },
    },
    async (request, reply) => {
      const { idempotencyKey: _, ...wanted } = request.body;
      const key = idempotencyKey(request.headers, request.body);
      const message = await sendMessage(request.tenant, { ...wanted, ...key, actor: actorOf(request) });
      reply.code(201);
      return message;
    },
  );

  app.post(
    '/:id/read',
    {
      config: staffOnly('messages:read'),
      schema: {
        tags,
        summary: 'Mark a message as read',
        params: idParams,
        response: { 200: messageSchema },
      },
    },
    async ({ tenant, params, principal }) =>
      readMessage(tenant, { messageId: params.id, userId: principal.id }),
  );
};
