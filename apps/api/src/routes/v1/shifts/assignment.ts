import {
  assignmentReasonSchema,
  assignmentRequestSchema,
  assignmentSchema,
  assignShift,
  cancelShift,
  confirmShift,
  rankAgents,
  rankAgentsInput,
  shiftSchema,
  unassignShift,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['shifts'];
const step = { tags, params: idParams, response: { 200: shiftSchema } };

/** Who gets a shift, and why. */
export const shiftAssignmentRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:id/candidates',
    {
      config: staffOnly('shifts:write'),
      schema: {
        tags,
        summary: 'Who would get a shift, and why',
        params: idParams,
        querystring: rankAgentsInput.pick({ method: true }),
        response: { 200: z.object({ data: z.array(assignmentReasonSchema) }) },
      },
    },
    async ({ tenant, params, query }) => ({
      data: await rankAgents(tenant, { shiftId: params.id, method: query.method }),
    }),
  );

  app.post(
    '/:id/assign',
    {
      config: staffOnly('shifts:write'),
      schema: {
        tags,
        summary: 'Give a shift to an agent',
        description:
          'MANUAL to the one that is named. AUTO, INTELLIGENT_AUTO and EMERGENCY_AUTO choose, and say why him and not another.',
        headers: idempotencyHeaders,
        params: idParams,
        body: assignmentRequestSchema,
        response: { 200: assignmentSchema },
      },
    },
    async ({ tenant, params, body, headers, principal }) => {
      const { idempotencyKey: _, ...wanted } = body;
      const key = idempotencyKey(headers, body);
      return assignShift(tenant, { ...wanted, ...key, shiftId: params.id, actorId: principal.id });
    },
  );

  app.post(
    '/:id/unassign',
    {
      config: staffOnly('shifts:write'),
      schema: { ...step, summary: 'Take a shift from its agent, before it begins' },
    },
    async ({ tenant, params }) => unassignShift(tenant, { shiftId: params.id }),
  );

  app.post(
    '/:id/cancel',
    { config: staffOnly('shifts:write'), schema: { ...step, summary: 'Call off a shift, before it begins' } },
    async ({ tenant, params }) => cancelShift(tenant, { shiftId: params.id }),
  );

  app.post(
    '/:id/confirm',
    {
      config: staffOnly('attendance:write'),
      schema: { ...step, summary: 'Say that one will come: SCHEDULED becomes CONFIRMED' },
    },
    async (request) => confirmShift(request.tenant, { shiftId: request.params.id, actor: actorOf(request) }),
  );
};
