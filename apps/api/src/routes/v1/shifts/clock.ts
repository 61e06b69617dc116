import { attendanceSchema, clockIn, clockOut, clockRequestSchema, endBreak, startBreak } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { idParams } from '../../../http/schemas.ts';

const clock = {
  tags: ['attendance'],
  headers: idempotencyHeaders,
  params: idParams,
  body: clockRequestSchema,
  response: { 200: attendanceSchema },
};

const breakStep = { tags: ['attendance'], params: idParams, response: { 200: attendanceSchema } };

/** The beginning and the end of an agent's work on a shift, and of its breaks. */
export const shiftClockRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:id/clock-in',
    {
      config: staffOnly('attendance:write'),
      schema: {
        ...clock,
        summary: 'Clock in to a shift',
        description: 'Outside of the geofence it is recorded as a violation, and the supervisors are told.',
      },
    },
    async (request) => {
      const { params, body, headers } = request;
      const key = idempotencyKey(headers, body);
      return clockIn(request.tenant, {
        shiftId: params.id,
        proof: body.proof,
        ...key,
        actor: actorOf(request),
      });
    },
  );

  app.post(
    '/:id/clock-out',
    { config: staffOnly('attendance:write'), schema: { ...clock, summary: 'Clock out of a shift' } },
    async (request) => {
      const { params, body, headers } = request;
      const key = idempotencyKey(headers, body);
      return clockOut(request.tenant, {
        shiftId: params.id,
        proof: body.proof,
        ...key,
        actor: actorOf(request),
      });
    },
  );

  app.post(
    '/:id/break/start',
    { config: staffOnly('attendance:write'), schema: { ...breakStep, summary: 'Take a break' } },
    async (request) => startBreak(request.tenant, { shiftId: request.params.id, actor: actorOf(request) }),
  );

  app.post(
    '/:id/break/end',
    { config: staffOnly('attendance:write'), schema: { ...breakStep, summary: 'Come back from a break' } },
    async (request) => endBreak(request.tenant, { shiftId: request.params.id, actor: actorOf(request) }),
  );
};
