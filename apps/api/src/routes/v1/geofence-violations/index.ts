import {
  acknowledgeViolation,
  listViolations,
  VIOLATION_ORDERS,
  violationDecisionSchema,
  violationFilters,
  violationSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['geofence violations'];

/** Who was outside where he had to be inside. */
export const violationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('attendance:read'),
      schema: {
        tags,
        summary: 'Violations of geofences, latest first',
        querystring: listQuery(VIOLATION_ORDERS, violationFilters),
        response: { 200: listAnswer(violationSchema) },
      },
    },
    async (request) => listViolations(request.tenant, { ...request.query, actor: actorOf(request) }),
  );

  app.post(
    '/:id/acknowledge',
    {
      config: staffOnly('shifts:write'),
      schema: {
        tags,
        summary: 'Acknowledge, resolve or dismiss a violation',
        params: idParams,
        body: violationDecisionSchema,
        response: { 200: violationSchema },
      },
    },
    async ({ tenant, params, body, principal }) =>
      acknowledgeViolation(tenant, { ...body, violationId: params.id, actorId: principal.id }),
  );
};
