import {
  createWebhookSubscription,
  deleteWebhookSubscription,
  listWebhookDeliveries,
  listWebhookSubscriptions,
  redriveDelivery,
  updateWebhookSubscription,
  WEBHOOK_DELIVERY_ORDERS,
  webhookChangesSchema,
  webhookDeliverySchema,
  webhookRequestSchema,
  webhookSubscriptionSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['webhooks'];
const createdSchema = z
  .object({
    id: z.guid(),
    url: z.string(),
    eventTypes: z.array(z.string()),
    secret: z.string().describe('Signs what is sent; shown this once'),
  })
  .meta({ id: 'CreatedWebhookSubscription' });

/** Where the tenant is told of events; the worker delivers. */
export const webhookRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { config }) => {
  const policy = { allowPrivateAddresses: config.allowPrivateAddresses };

  app.get(
    '',
    {
      config: staffOnly('webhooks:read'),
      schema: {
        tags,
        summary: 'Webhook subscriptions',
        response: { 200: z.object({ data: z.array(webhookSubscriptionSchema) }) },
      },
    },
    async ({ tenant }) => ({ data: await listWebhookSubscriptions(tenant) }),
  );

  app.post(
    '',
    {
      config: staffOnly('webhooks:write'),
      schema: {
        tags,
        summary: 'Subscribe a URL to events',
        body: webhookRequestSchema,
        response: { 201: createdSchema },
      },
    },
    async ({ tenant, body }, reply) => {
      const created = await createWebhookSubscription(tenant, body, policy);
      reply.code(201);
      return { ...created, eventTypes: [...created.eventTypes] };
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('webhooks:write'),
      schema: {
        tags,
        summary: 'Change a subscription',
        description: 'What is left out stays.',
        params: idParams,
        body: webhookChangesSchema,
        response: { 200: webhookSubscriptionSchema },
      },
    },
    async ({ tenant, params, body }) =>
      updateWebhookSubscription(tenant, { ...body, subscriptionId: params.id }),
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('webhooks:write'),
      schema: {
        tags,
        summary: 'End a subscription',
        params: idParams,
        response: { 204: z.void().describe('It has ended') },
      },
    },
    async ({ tenant, params }, reply) => {
      await deleteWebhookSubscription(tenant, { subscriptionId: params.id });
      reply.code(204);
    },
  );

  app.get(
    '/:id/deliveries',
    {
      config: staffOnly('webhooks:read'),
      schema: {
        tags,
        summary: 'What was sent to a subscription, or is to be',
        params: idParams,
        querystring: listQuery(WEBHOOK_DELIVERY_ORDERS, {}),
        response: { 200: listAnswer(webhookDeliverySchema) },
      },
    },
    async ({ tenant, params, query }) =>
      listWebhookDeliveries(tenant, { ...query, subscriptionId: params.id }),
  );

  app.post(
    '/deliveries/:id/redrive',
    {
      config: staffOnly('webhooks:write'),
      schema: {
        tags,
        summary: 'Give a DEAD delivery all of its attempts again',
        params: idParams,
        response: { 204: z.void().describe('It is tried again') },
      },
    },
    async ({ tenant, params }, reply) => {
      await redriveDelivery(tenant, params.id);
      reply.code(204);
    },
  );
};
