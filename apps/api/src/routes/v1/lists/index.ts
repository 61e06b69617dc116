import {
  cartSchema,
  changeList,
  createList,
  deleteList,
  fillCartFromList,
  getList,
  LIST_ORDERS,
  listChangesSchema,
  listFilters,
  listLists,
  savedListSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffAndPortal } from '../../../auth/access.ts';
import { commerceActor, commerceClients } from '../../../auth/commerce-clients.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { HttpProblem } from '../../../http/problem.ts';
import { idParams } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['lists'];
const requestSchema = z.strictObject({
  name: z.string(),
  customerId: z.guid().optional().describe('For staff; a portal user’s is its own'),
});

/** Saved lists: favourites, a standing order. */
export const listRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  app.get(
    '',
    {
      config: staffAndPortal('carts:read'),
      schema: {
        tags,
        summary: 'Saved lists; a portal user sees its own',
        querystring: listQuery(LIST_ORDERS, listFilters),
        response: { 200: listAnswer(savedListSchema) },
      },
    },
    async (request) => listLists(commerceClients(db, request), request.query),
  );

  app.get(
    '/:id',
    {
      config: staffAndPortal('carts:read'),
      schema: { tags, summary: 'A saved list', params: idParams, response: { 200: savedListSchema } },
    },
    async (request) => getList(commerceClients(db, request), { listId: request.params.id }),
  );

  app.post(
    '',
    {
      config: staffAndPortal('carts:write'),
      schema: { tags, summary: 'Begin a list', body: requestSchema, response: { 201: savedListSchema } },
    },
    async (request, reply) => {
      const actor = commerceActor(request);
      const customerId = request.body.customerId ?? (actor.kind === 'portal' ? actor.customerId : undefined);
      if (customerId === undefined) {
        throw new HttpProblem(400, 'VALIDATION_FAILED', 'Name the customer of the list: `customerId`.');
      }
      const { name } = request.body;
      const list = await createList(commerceClients(db, request), { name, customerId, actor });
      reply.code(201).header('location', `/v1/lists/${list.id}`);
      return list;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffAndPortal('carts:write'),
      schema: {
        tags,
        summary: 'Rename a list, or replace what is on it',
        description: 'What is left out stays.',
        params: idParams,
        body: listChangesSchema,
        response: { 200: savedListSchema },
      },
    },
    async (request) =>
      changeList(commerceClients(db, request), { ...request.body, listId: request.params.id }),
  );

  app.delete(
    '/:id',
    {
      config: staffAndPortal('carts:write'),
      schema: {
        tags,
        summary: 'Delete a list',
        params: idParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async (request, reply) => {
      await deleteList(commerceClients(db, request), { listId: request.params.id });
      reply.code(204);
    },
  );

  app.post(
    '/:id/cart',
    {
      config: staffAndPortal('carts:write'),
      schema: {
        tags,
        summary: 'Put what is on a list into my open cart',
        params: idParams,
        response: { 200: cartSchema },
      },
    },
    async (request) =>
      fillCartFromList(commerceClients(db, request), {
        listId: request.params.id,
        actor: commerceActor(request),
      }),
  );
};
