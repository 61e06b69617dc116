import {
  createShift,
  getShift,
  listShifts,
  SHIFT_ORDERS,
  shiftFilters,
  shiftRequestSchema,
  shiftSchema,
  shiftWithAssignmentSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';
import { shiftAssignmentRoutes } from './assignment.ts';
import { shiftClockRoutes } from './clock.ts';

const tags = ['shifts'];

/** Shifts. An agent sees its own, a client those of its sites. */
export const shiftRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('shifts:read'),
      schema: {
        tags,
        summary: 'Shifts by their beginning',
        querystring: listQuery(SHIFT_ORDERS, { ...shiftFilters, unassigned: queryBoolean.optional() }),
        response: { 200: listAnswer(shiftSchema) },
      },
    },
    async (request) => listShifts(request.tenant, { ...request.query, actor: actorOf(request) }),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('shifts:read'),
      schema: { tags, summary: 'A shift', params: idParams, response: { 200: shiftWithAssignmentSchema } },
    },
    async (request) => getShift(request.tenant, { shiftId: request.params.id, actor: actorOf(request) }),
  );

  app.post(
    '',
    {
      config: staffOnly('shifts:write'),
      schema: {
        tags,
        summary: 'Plan a shift that nobody has yet',
        headers: idempotencyHeaders,
        body: shiftRequestSchema,
        response: { 201: shiftSchema },
      },
    },
    async ({ tenant, body, headers, principal }, reply) => {
      const { idempotencyKey: _, ...wanted } = body;
      const shift = await createShift(tenant, {
        ...wanted,
        ...idempotencyKey(headers, body),
        actorId: principal.id,
      });
      reply.code(201).header('location', `/v1/shifts/${shift.id}`);
      return shift;
    },
  );

  await app.register(shiftAssignmentRoutes);
  await app.register(shiftClockRoutes);
};
