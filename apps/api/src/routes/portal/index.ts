import { logInPortalUser, logInSchema } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { loginLimit } from '../../auth/login-limit.ts';
import { sessionAnswer, sessionSchema } from '../../auth/session-answer.ts';
import { requestOrigin } from '../../http/request-origin.ts';
import type { RouteOptions } from '../index.ts';

/** Logging in of customers' users. */
export const portalRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { config, db }) => {
  app.post(
    '/login',
    {
      preHandler: loginLimit(db, config.loginsPerMinute),
      schema: {
        tags: ['auth'],
        summary: 'Log in to the portal as a customer',
        description: 'Refreshing and logging out are those of /auth.',
        body: logInSchema.strict(),
        response: { 200: sessionSchema },
      },
    },
    async (request) => {
      const session = await logInPortalUser(db, { ...request.body, request: requestOrigin(request) });
      return await sessionAnswer(config.tokenKey, session);
    },
  );
};
