import {
  listTrack,
  recordTrack,
  TRACK_ORDERS,
  trackedPositionSchema,
  trackFilters,
  trackReceiptSchema,
  trackRequestSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';

const tags = ['tracks'];

/** Positions of agents. */
export const trackRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '',
    {
      config: staffOnly('attendance:write'),
      schema: {
        tags,
        summary: 'Send positions, up to 1,000 at once',
        description: 'Each has an id that the device makes: sent again, it is kept once.',
        body: trackRequestSchema,
        response: { 200: trackReceiptSchema },
      },
    },
    async (request) => recordTrack(request.tenant, { ...request.body, actor: actorOf(request) }),
  );

  app.get(
    '/:agentId',
    {
      config: staffOnly('attendance:read'),
      schema: {
        tags,
        summary: 'The positions of an agent in a period of 31 days at most',
        params: z.strictObject({ agentId: z.guid() }),
        querystring: listQuery(TRACK_ORDERS, trackFilters),
        response: { 200: listAnswer(trackedPositionSchema) },
      },
    },
    async (request) =>
      listTrack(request.tenant, { ...request.query, ...request.params, actor: actorOf(request) }),
  );
};
