import {
  approveTakeoff,
  createTakeoff,
  getTakeoff,
  listTakeoffs,
  orderTakeoff,
  purchaseOrderSchema,
  rejectionReasonField,
  rejectTakeoff,
  submitTakeoff,
  TAKEOFF_ORDERS,
  takeoffFilters,
  takeoffRequestSchema,
  takeoffSchema,
  takeoffSummarySchema,
  validateTakeoff,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';
import { takeoffLineRoutes } from './takeoff-lines.ts';

const tags = ['construction'];
const one = { tags, params: idParams, response: { 200: takeoffSchema } };

/** What jobs need and cost, from draft to purchase orders. A step out of turn is 409 STATE_ILLEGAL. */
export const takeoffRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('takeoffs:read'),
      schema: {
        tags,
        summary: 'Takeoffs, latest first',
        querystring: listQuery(TAKEOFF_ORDERS, takeoffFilters),
        response: { 200: listAnswer(takeoffSummarySchema) },
      },
    },
    async ({ tenant, query }) => listTakeoffs(tenant, query),
  );

  app.get(
    '/:id',
    { config: staffOnly('takeoffs:read'), schema: { ...one, summary: 'A takeoff with lines and findings' } },
    async ({ tenant, params }) => getTakeoff(tenant, { takeoffId: params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('takeoffs:write'),
      schema: {
        tags,
        summary: 'Draw the takeoff of a job',
        description:
          'A line for each template item of its plan, elevation and options, with waste, at the price of the customer, else of its tier, else the current cost. A job has one takeoff that is not rejected.',
        headers: idempotencyHeaders,
        body: takeoffRequestSchema,
        response: { 201: takeoffSchema },
      },
    },
    async ({ tenant, body, headers, principal }, reply) => {
      const key = idempotencyKey(headers, body);
      const takeoff = await createTakeoff(tenant, { jobId: body.jobId, ...key, actorId: principal.id });
      reply.code(201).header('location', `/v1/construction/takeoffs/${takeoff.id}`);
      return takeoff;
    },
  );

  app.post(
    '/:id/submit',
    {
      config: staffOnly('takeoffs:write'),
      schema: { ...one, summary: 'Hand a takeoff in: DRAFT becomes SUBMITTED' },
    },
    async ({ tenant, params }) => submitTakeoff(tenant, { takeoffId: params.id }),
  );

  app.post(
    '/:id/validate',
    {
      config: staffOnly('takeoffs:write'),
      schema: {
        ...one,
        summary: 'Check a takeoff: without open errors SUBMITTED becomes VALIDATED',
        description: 'Finds missing prices, unusual quantities, discontinued materials and duplicate lines.',
      },
    },
    async ({ tenant, params }) => validateTakeoff(tenant, { takeoffId: params.id }),
  );

  app.post(
    '/:id/approve',
    {
      config: staffOnly('takeoffs:approve'),
      schema: { ...one, summary: 'Approve a takeoff: VALIDATED becomes APPROVED' },
    },
    async ({ tenant, params, principal }) =>
      approveTakeoff(tenant, { takeoffId: params.id, actorId: principal.id }),
  );

  app.post(
    '/:id/reject',
    {
      config: staffOnly('takeoffs:approve'),
      schema: {
        ...one,
        summary: 'Turn a takeoff down, with a reason',
        body: z.strictObject({ reason: rejectionReasonField }),
      },
    },
    async ({ tenant, params, body, principal }) =>
      rejectTakeoff(tenant, { takeoffId: params.id, actorId: principal.id, reason: body.reason }),
  );

  app.post(
    '/:id/order',
    {
      config: staffOnly('purchase_orders:write'),
      schema: {
        tags,
        summary: 'Make the purchase orders of an approved takeoff, one for each vendor',
        description: 'All or none, and once for a takeoff: whoever comes second gets 409 STATE_ILLEGAL.',
        params: idParams,
        body: z.strictObject({ draft: z.boolean().default(false).describe('Issue them later') }),
        response: { 201: z.object({ data: z.array(purchaseOrderSchema) }) },
      },
    },
    async ({ tenant, params, body, principal }, reply) => {
      const data = await orderTakeoff(tenant, { takeoffId: params.id, actorId: principal.id, ...body });
      reply.code(201);
      return { data };
    },
  );

  await app.register(takeoffLineRoutes);
};
