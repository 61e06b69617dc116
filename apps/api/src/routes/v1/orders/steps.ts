import {
  approveOrder,
  cancelOrder,
  deliverOrder,
  invoiceSchema,
  issueInvoice,
  orderSchema,
  shipOrder,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['orders'];
const order = { tags, params: idParams, response: { 200: orderSchema } };

/** The steps in the life of an order. Each happens once; one out of turn is 409 STATE_ILLEGAL. */
export const orderStepRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:id/approve',
    {
      config: staffOnly('orders:approve'),
      schema: { ...order, summary: 'Approve an order: PENDING_APPROVAL becomes CONFIRMED' },
    },
    async ({ tenant, params, principal }) =>
      approveOrder(tenant, { orderId: params.id, approverId: principal.id }),
  );

  app.post(
    '/:id/ship',
    {
      config: staffOnly('orders:write'),
      schema: { ...order, summary: 'Ship an order: CONFIRMED becomes SHIPPED' },
    },
    async ({ tenant, params }) => shipOrder(tenant, { orderId: params.id }),
  );

  app.post(
    '/:id/deliver',
    {
      config: staffOnly('orders:write'),
      schema: { ...order, summary: 'Deliver an order: SHIPPED becomes DELIVERED, and its stock is taken' },
    },
    async ({ tenant, params }) => deliverOrder(tenant, { orderId: params.id }),
  );

  app.post(
    '/:id/cancel',
    {
      config: staffOnly('orders:write'),
      schema: {
        ...order,
        summary: 'Cancel an order that was not shipped, and free its stock',
        description: 'Its invoice has to be voided first.',
      },
    },
    async ({ tenant, params }) => cancelOrder(tenant, { orderId: params.id }),
  );

  app.post(
    '/:id/invoice',
    {
      config: staffOnly('invoices:write'),
      schema: {
        tags,
        summary: 'Bill an order',
        description: 'Due by the terms of the customer. An order has one invoice that is not void.',
        params: idParams,
        response: { 201: invoiceSchema },
      },
    },
    async ({ tenant, params }, reply) => {
      const invoice = await issueInvoice(tenant, { orderId: params.id });
      reply.code(201).header('location', `/v1/invoices/${invoice.id}`);
      return invoice;
    },
  );
};
