import {
  acknowledgementSchema,
  acknowledgePurchaseOrder,
  cancelPurchaseOrder,
  getPurchaseOrder,
  issuePurchaseOrder,
  listPurchaseOrders,
  PURCHASE_ORDER_ORDERS,
  purchaseOrderFilters,
  purchaseOrderSchema,
  purchaseOrderSummarySchema,
  receiptSchema,
  receivePurchaseOrder,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['construction'];
const one = { tags, params: idParams, response: { 200: purchaseOrderSchema } };
const config = staffOnly('purchase_orders:write');

/** What vendors deliver. Each step happens once; one out of turn is 409 STATE_ILLEGAL. */
export const purchaseOrderRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('purchase_orders:read'),
      schema: {
        tags,
        summary: 'Purchase orders, latest first',
        querystring: listQuery(PURCHASE_ORDER_ORDERS, purchaseOrderFilters),
        response: { 200: listAnswer(purchaseOrderSummarySchema) },
      },
    },
    async ({ tenant, query }) => listPurchaseOrders(tenant, query),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('purchase_orders:read'),
      schema: { ...one, summary: 'A purchase order with its lines' },
    },
    async ({ tenant, params }) => getPurchaseOrder(tenant, { purchaseOrderId: params.id }),
  );

  app.post(
    '/:id/issue',
    { config, schema: { ...one, summary: 'Send a draft to its vendor: DRAFT becomes ISSUED' } },
    async ({ tenant, params }) => issuePurchaseOrder(tenant, { purchaseOrderId: params.id }),
  );

  app.post(
    '/:id/acknowledge',
    {
      config,
      schema: {
        ...one,
        summary: 'The vendor has accepted: ISSUED becomes ACKNOWLEDGED',
        body: acknowledgementSchema,
      },
    },
    async ({ tenant, params, body }) =>
      acknowledgePurchaseOrder(tenant, { ...body, purchaseOrderId: params.id }),
  );

  app.post(
    '/:id/receive',
    {
      config,
      schema: {
        ...one,
        summary: 'The goods have come: ISSUED or ACKNOWLEDGED becomes RECEIVED',
        description: 'A line that is not named came as it was ordered.',
        body: receiptSchema,
      },
    },
    async ({ tenant, params, body }) => receivePurchaseOrder(tenant, { ...body, purchaseOrderId: params.id }),
  );

  app.post(
    '/:id/cancel',
    { config, schema: { ...one, summary: 'Call a purchase order off that was not received' } },
    async ({ tenant, params }) => cancelPurchaseOrder(tenant, { purchaseOrderId: params.id }),
  );
};
