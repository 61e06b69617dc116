import { changePassword, changePasswordSchema, loadAccount } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffAndPortal, staffOnly } from '../../../auth/access.ts';
import { accountAnswer, accountSchema } from '../../../auth/session-answer.ts';
import { requestOrigin } from '../../../http/request-origin.ts';
import type { RouteOptions } from '../../index.ts';

/** Whoever makes the request. */
export const meRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  app.get(
    '',
    {
      config: staffAndPortal(),
      schema: { tags: ['auth'], summary: 'Who I am, as of now', response: { 200: accountSchema } },
    },
    async (request) => accountAnswer(await loadAccount(db, request.principal)),
  );

  app.post(
    '/password',
    {
      config: staffOnly(),
      schema: {
        tags: ['auth'],
        summary: 'Change my password',
        description: 'Ends all my sessions.',
        body: changePasswordSchema.strict(),
        response: { 204: z.void().describe('It is changed') },
      },
    },
    async (request, reply) => {
      const { principal, tenant, body } = request;
      await changePassword(tenant, { ...body, userId: principal.id, request: requestOrigin(request) });
      reply.code(204);
    },
  );
};
