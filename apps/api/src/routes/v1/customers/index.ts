import {
  CUSTOMER_ORDERS,
  createCustomer,
  createCustomerInput,
  customerChangesSchema,
  customerFilters,
  customerSchema,
  deleteCustomer,
  getCustomer,
  listCustomers,
  recomputeTiers,
  updateCustomer,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['customers'];

/** Who buys. */
export const customerRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('customers:read'),
      schema: {
        tags,
        summary: 'Customers',
        querystring: listQuery(CUSTOMER_ORDERS, customerFilters),
        response: { 200: listAnswer(customerSchema) },
      },
    },
    async ({ tenant, query }) => listCustomers(tenant, query),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('customers:read'),
      schema: { tags, summary: 'A customer', params: idParams, response: { 200: customerSchema } },
    },
    async ({ tenant, params }) => getCustomer(tenant, { customerId: params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('customers:write'),
      schema: {
        tags,
        summary: 'Add a customer',
        body: createCustomerInput,
        response: { 201: customerSchema },
      },
    },
    async ({ tenant, body }, reply) => {
      const customer = await createCustomer(tenant, body);
      reply.code(201).header('location', `/v1/customers/${customer.id}`);
      return customer;
    },
  );

  app.post(
    '/tiers',
    {
      config: staffOnly('customers:write'),
      schema: {
        tags,
        summary: 'Set all tiers by what was ordered in total',
        description: 'Above 50,000 premium, above 10,000 standard, else basic. Replaces tiers given by hand.',
        response: { 200: z.object({ customers: z.int(), changed: z.int() }) },
      },
    },
    async ({ tenant }) => ({ ...(await recomputeTiers(tenant)) }),
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('customers:write'),
      schema: {
        tags,
        summary: 'Change a customer',
        description: 'What is left out stays.',
        params: idParams,
        body: customerChangesSchema,
        response: { 200: customerSchema },
      },
    },
    async ({ tenant, body, params }) => updateCustomer(tenant, { ...body, customerId: params.id }),
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('customers:write'),
      schema: {
        tags,
        summary: 'Delete a customer',
        description: 'Refused while it has open orders or owes something. Its old orders and invoices stay.',
        params: idParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async ({ tenant, params }, reply) => {
      await deleteCustomer(tenant, { customerId: params.id });
      reply.code(204);
    },
  );
};
