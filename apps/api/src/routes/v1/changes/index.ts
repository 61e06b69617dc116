import { changesSchema, followChanges } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { streamChanges } from '../../../live/stream-changes.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['changes'];
const cursor = z.string().min(1).max(100);

/** What changes, for mobile clients that ask and for live views that listen. */
export const changeRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('shifts:read'),
      schema: {
        tags,
        summary: 'What has changed since a cursor, deletions included',
        description:
          'Begin without a cursor, load the lists, then ask with the cursor of the last answer. Older than 30 days it is 410 CURSOR_EXPIRED.',
        querystring: z.strictObject({
          cursor: cursor.optional(),
          limit: z.coerce.number().int().min(1).max(1000).default(200),
        }),
        response: { 200: changesSchema },
      },
    },
    async (request) => followChanges(request.tenant, { ...request.query, actor: actorOf(request) }),
  );

  app.get(
    '/stream',
    {
      config: staffOnly('shifts:read'),
      schema: {
        tags,
        summary: 'What changes, as it happens: server-sent events',
        description:
          'An event per row, named by its entity, with `{ id, row }` as its data. After an interruption it goes on where `Last-Event-ID` says. It ends with the access token; connect again with a new one.',
        headers: z.looseObject({ 'last-event-id': cursor.optional() }),
        querystring: z.strictObject({
          cursor: cursor.optional().describe('Where the header cannot be sent'),
        }),
        response: {
          200: {
            description: 'Server-sent events',
            content: { 'text/event-stream': { schema: z.string() } },
          },
        },
      },
    },
    async (request, reply) => {
      const from = request.headers['last-event-id'] ?? request.query.cursor;
      await streamChanges(app.changeListener, request, reply, from);
      return reply;
    },
  );
};
