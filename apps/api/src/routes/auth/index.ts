import { logInSchema, logInStaff, logOut, refreshSession, refreshSessionSchema } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { loginLimit } from '../../auth/login-limit.ts';
import { sessionAnswer, sessionSchema } from '../../auth/session-answer.ts';
import { requestOrigin } from '../../http/request-origin.ts';
import type { RouteOptions } from '../index.ts';

/** Logging in and out of staff; refreshing and logging out of both kinds, as a refresh token says whose it is. */
export const authRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { config, db }) => {
  app.post(
    '/login',
    {
      preHandler: loginLimit(db, config.loginsPerMinute),
      schema: {
        tags: ['auth'],
        summary: 'Log in as a member of staff',
        description: 'The answer is the same for an unknown tenant, an unknown e-mail and a wrong password.',
        body: logInSchema.strict(),
        response: { 200: sessionSchema },
      },
    },
    async (request) => {
      const session = await logInStaff(db, { ...request.body, request: requestOrigin(request) });
      return await sessionAnswer(config.tokenKey, session);
    },
  );

  app.post(
    '/refresh',
    {
      schema: {
        tags: ['auth'],
        summary: 'Exchange a refresh token for new tokens',
        description: 'A refresh token is good once. Using it again ends all sessions of its login.',
        body: refreshSessionSchema.strict(),
        response: { 200: sessionSchema },
      },
    },
    async (request) => {
      const session = await refreshSession(db, { ...request.body, request: requestOrigin(request) });
      return await sessionAnswer(config.tokenKey, session);
    },
  );

  app.post(
    '/logout',
    {
      schema: {
        tags: ['auth'],
        summary: 'End all sessions of this login',
        body: refreshSessionSchema.strict(),
        response: { 204: z.void().describe('They have ended') },
      },
    },
    async (request, reply) => {
      await logOut(db, { ...request.body, request: requestOrigin(request) });
      reply.code(204);
    },
  );
};
