import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { knownPaths } from '../http/known-paths.ts';
import { HttpProblem, sendProblem } from '../http/problem.ts';
import { toProblem } from '../http/to-problem.ts';

/** A bug of ours is logged whole. That the world failed is known by its code. */
function logProblem(request: FastifyRequest, problem: HttpProblem): void {
  const { status, code, message, cause } = problem;
  if (status === 500) request.log.error({ err: cause ?? problem }, message);
  else if (status > 500) request.log.warn({ code }, message);
}

/** Every error leaves as problem+json; what is our doing is logged with its cause and told without it. */
export const errorsPlugin = fp(
  async (app) => {
    const methodsOf = knownPaths(app);

    app.setErrorHandler((error, request, reply) => {
      const problem = toProblem(error);
      logProblem(request, problem);
      return sendProblem(request, reply, problem);
    });

    app.setNotFoundHandler((request, reply) => {
      const allowed = methodsOf(request.url);
      if (allowed.length === 0) {
        return sendProblem(
          request,
          reply,
          new HttpProblem(404, 'ROUTE_UNKNOWN', 'There is nothing at this address.'),
        );
      }
      const allow = allowed.join(', ');
      const problem = new HttpProblem(405, 'METHOD_NOT_ALLOWED', `This address takes ${allow}.`, {
        headers: { allow },
      });
      return sendProblem(request, reply, problem);
    });
  },
  { name: 'errors' },
);
