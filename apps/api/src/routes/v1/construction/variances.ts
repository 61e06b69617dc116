import {
  acceptVariance,
  listVariancePatterns,
  listVarianceReviews,
  rejectVariance,
  reviewNoteField,
  VARIANCE_PATTERN_ORDERS,
  VARIANCE_REVIEW_ORDERS,
  variancePatternFilters,
  variancePatternSchema,
  varianceReviewFilters,
  varianceReviewSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';

const tags = ['construction'];
const decision = {
  tags,
  params: idParams,
  body: z.strictObject({ note: reviewNoteField }),
  response: { 200: varianceReviewSchema },
};

/** What finished jobs say about templates. The worker looks for patterns each night. */
export const varianceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/variance-patterns',
    {
      config: staffOnly('variances:read'),
      schema: {
        tags,
        summary: 'What finished jobs repeat, put before a person or not',
        querystring: listQuery(VARIANCE_PATTERN_ORDERS, {
          ...variancePatternFilters,
          isActive: queryBoolean.optional(),
        }),
        response: { 200: listAnswer(variancePatternSchema) },
      },
    },
    async ({ tenant, query }) => listVariancePatterns(tenant, query),
  );

  app.get(
    '/variance-reviews',
    {
      config: staffOnly('variances:read'),
      schema: {
        tags,
        summary: 'Variance reviews with their patterns, latest first',
        querystring: listQuery(VARIANCE_REVIEW_ORDERS, varianceReviewFilters),
        response: { 200: listAnswer(varianceReviewSchema) },
      },
    },
    async ({ tenant, query }) => listVarianceReviews(tenant, query),
  );

  app.post(
    '/variance-reviews/:id/accept',
    {
      config: staffOnly('variances:approve'),
      schema: {
        ...decision,
        summary: 'Accept a pattern: its template items get the quantity that jobs really need',
        description:
          'Once; the audit says which review did so. Other open reviews of the same items are SUPERSEDED.',
      },
    },
    async ({ tenant, params, body, principal }) =>
      acceptVariance(tenant, { reviewId: params.id, actorId: principal.id, note: body.note }),
  );

  app.post(
    '/variance-reviews/:id/reject',
    {
      config: staffOnly('variances:approve'),
      schema: {
        ...decision,
        summary: 'Turn a pattern down: templates stay as they are',
        description: 'It comes back only when more jobs show it.',
      },
    },
    async ({ tenant, params, body, principal }) =>
      rejectVariance(tenant, { reviewId: params.id, actorId: principal.id, note: body.note }),
  );
};
