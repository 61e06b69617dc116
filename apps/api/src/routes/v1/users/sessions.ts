import { listSessions, revokeSession, sessionViewSchema } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['users'];
const list = { 200: z.object({ data: z.array(sessionViewSchema) }) };
const ended = { 204: z.void().describe('It has ended') };

/** Logins of a user, for those who look after users. */
export const userSessionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:id/sessions',
    {
      config: staffOnly('users:read'),
      schema: { tags, summary: 'Logins of a user', params: idParams, response: list },
    },
    async ({ tenant, params }) => ({ data: await listSessions(tenant, { userId: params.id }) }),
  );

  app.delete(
    '/:id/sessions/:sessionId',
    {
      config: staffOnly('users:write'),
      schema: {
        tags,
        summary: 'End a login of a user',
        params: idParams.extend({ sessionId: z.guid() }),
        response: ended,
      },
    },
    async ({ tenant, params: { id, sessionId } }, reply) => {
      await revokeSession(tenant, { userId: id, sessionId });
      reply.code(204);
    },
  );
};

/** One's own logins. */
export const mySessionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/sessions',
    { config: staffOnly(), schema: { tags: ['auth'], summary: 'My logins', response: list } },
    async ({ tenant, principal }) => ({ data: await listSessions(tenant, { userId: principal.id }) }),
  );

  app.delete(
    '/sessions/:id',
    {
      config: staffOnly(),
      schema: { tags: ['auth'], summary: 'End one of my logins', params: idParams, response: ended },
    },
    async ({ tenant, principal, params }, reply) => {
      await revokeSession(tenant, { userId: principal.id, sessionId: params.id });
      reply.code(204);
    },
  );
};
