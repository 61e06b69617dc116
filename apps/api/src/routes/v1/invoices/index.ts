import {
  deliverInvoice,
  getInvoice,
  INVOICE_ORDERS,
  invoiceFilters,
  invoiceSchema,
  invoiceSummarySchema,
  listInvoices,
  paymentRequestSchema,
  recordPayment,
  voidInvoice,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffAndPortal, staffOnly } from '../../../auth/access.ts';
import { commerceClients } from '../../../auth/commerce-clients.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['invoices'];

/** Invoices and their payments. A portal user sees its customer's, as far as the tenant shows them. */
export const invoiceRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  app.get(
    '',
    {
      config: staffAndPortal('invoices:read'),
      schema: {
        tags,
        summary: 'Invoices, latest first',
        querystring: listQuery(INVOICE_ORDERS, {
          ...invoiceFilters,
          overdue: queryBoolean.optional().describe('Not paid, and due before today'),
        }),
        response: { 200: listAnswer(invoiceSummarySchema) },
      },
    },
    async (request) => listInvoices(commerceClients(db, request), request.query),
  );

  app.get(
    '/:id',
    {
      config: staffAndPortal('invoices:read', 'payments:read'),
      schema: {
        tags,
        summary: 'An invoice with its payments',
        params: idParams,
        response: { 200: invoiceSchema },
      },
    },
    async (request) => getInvoice(commerceClients(db, request), { invoiceId: request.params.id }),
  );

  app.post(
    '/:id/deliver',
    {
      config: staffOnly('invoices:write'),
      schema: {
        tags,
        summary: 'Note that an invoice has reached the customer',
        params: idParams,
        response: { 200: invoiceSchema },
      },
    },
    async ({ tenant, params }) => deliverInvoice(tenant, { invoiceId: params.id }),
  );

  app.post(
    '/:id/void',
    {
      config: staffOnly('invoices:write'),
      schema: {
        tags,
        summary: 'Void an invoice on which nothing was paid',
        params: idParams,
        response: { 200: invoiceSchema },
      },
    },
    async ({ tenant, params }) => voidInvoice(tenant, { invoiceId: params.id }),
  );

  app.post(
    '/:id/payments',
    {
      config: staffOnly('payments:write'),
      schema: {
        tags,
        summary: 'Record a payment',
        description: 'Never more than is owed. The payment that completes it makes the invoice PAID.',
        params: idParams,
        headers: idempotencyHeaders,
        body: paymentRequestSchema,
        response: { 201: invoiceSchema },
      },
    },
    async ({ tenant, params, body, headers }, reply) => {
      const { amount, method, reference } = body;
      const invoice = await recordPayment(tenant, {
        invoiceId: params.id,
        amount,
        method,
        ...(reference === undefined ? {} : { reference }),
        ...idempotencyKey(headers, body),
      });
      reply.code(201);
      return invoice;
    },
  );
};
