import {
  cancelTimeOff,
  decideTimeOff,
  listTimeOff,
  requestTimeOff,
  TIME_OFF_ORDERS,
  timeOffDecisionSchema,
  timeOffFilters,
  timeOffRequestSchema,
  timeOffSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['time off'];
const step = { tags, params: idParams, response: { 200: timeOffSchema } };

/** Days on which agents do not work. */
export const timeOffRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('time_off:read'),
      schema: {
        tags,
        summary: 'Requests for time off',
        querystring: listQuery(TIME_OFF_ORDERS, timeOffFilters),
        response: { 200: listAnswer(timeOffSchema) },
      },
    },
    async (request) => listTimeOff(request.tenant, { ...request.query, actor: actorOf(request) }),
  );

  app.post(
    '',
    {
      config: staffOnly('time_off:write'),
      schema: {
        tags,
        summary: 'Ask for days off',
        headers: idempotencyHeaders,
        body: timeOffRequestSchema,
        response: { 201: timeOffSchema },
      },
    },
    async (request, reply) => {
      const { idempotencyKey: _, ...wanted } = request.body;
      const key = idempotencyKey(request.headers, request.body);
      const timeOff = await requestTimeOff(request.tenant, { ...wanted, ...key, actor: actorOf(request) });
      reply.code(201);
      return timeOff;
    },
  );

  app.post(
    '/:id/decide',
    {
      config: staffOnly('time_off:approve'),
      schema: {
        ...step,
        summary: 'Approve or reject time off',
        description: 'Approved, it keeps the agent from being assigned. Nobody decides on his own.',
        body: timeOffDecisionSchema,
      },
    },
    async ({ tenant, params, body, principal }) =>
      decideTimeOff(tenant, { ...body, requestId: params.id, actorId: principal.id }),
  );

  app.post(
    '/:id/cancel',
    { config: staffOnly('time_off:write'), schema: { ...step, summary: 'Give up one’s time off' } },
    async (request) =>
      cancelTimeOff(request.tenant, { requestId: request.params.id, actor: actorOf(request) }),
  );
};
