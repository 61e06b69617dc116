import {
  createGap,
  createGapInput,
  GAP_ORDERS,
  gapChangesSchema,
  gapFilters,
  gapSchema,
  gapSummarySchema,
  getGap,
  listGaps,
  planRemediation,
  remediationChangesSchema,
  remediationRequestSchema,
  remediationSchema,
  updateGap,
  updateRemediation,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['gaps'];

/** The distance between what is and what should be. */
export const gapRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('gaps:read'),
      schema: {
        tags,
        summary: 'Gaps',
        querystring: listQuery(GAP_ORDERS, gapFilters),
        response: { 200: listAnswer(gapSummarySchema) },
      },
    },
    async ({ tenant, query }) => listGaps(tenant, query),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('gaps:read'),
      schema: {
        tags,
        summary: 'A gap with its root causes and what is done against it',
        params: idParams,
        response: { 200: gapSchema },
      },
    },
    async ({ tenant, params }) => getGap(tenant, { gapId: params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('gaps:write'),
      schema: { tags, summary: 'Write down a gap', body: createGapInput, response: { 201: gapSchema } },
    },
    async ({ tenant, body }, reply) => {
      const gap = await createGap(tenant, body);
      reply.code(201).header('location', `/v1/gaps/${gap.id}`);
      return gap;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('gaps:write'),
      schema: {
        tags,
        summary: 'Change a gap, which counts as reviewing it',
        description: 'What is left out stays. RESOLVED and DISMISSED are ends.',
        params: idParams,
        body: gapChangesSchema,
        response: { 200: gapSchema },
      },
    },
    async ({ tenant, params, body, principal }) =>
      updateGap(tenant, { ...body, gapId: params.id, reviewerId: principal.id }),
  );

  app.post(
    '/:id/actions',
    {
      config: staffOnly('gaps:write'),
      schema: {
        tags,
        summary: 'Plan an action against a gap',
        params: idParams,
        body: remediationRequestSchema,
        response: { 201: remediationSchema },
      },
    },
    async ({ tenant, params, body }, reply) => {
      reply.code(201);
      return planRemediation(tenant, { ...body, gapId: params.id });
    },
  );

  app.patch(
    '/:id/actions/:actionId',
    {
      config: staffOnly('gaps:write'),
      schema: {
        tags,
        summary: 'Change an action against a gap',
        description: 'What is left out stays.',
        params: idParams.extend({ actionId: z.guid() }),
        body: remediationChangesSchema,
        response: { 200: remediationSchema },
      },
    },
    async ({ tenant, params: { id, actionId }, body }) =>
      updateRemediation(tenant, { ...body, gapId: id, actionId }),
  );
};
