import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.ts';

/** One address may try this many times more in all than for one e-mail: offices share one. */
const ADDRESS_FACTOR = 10;

/**
 * A `preHandler` that slows down guessing: a number of tries per minute for one e-mail of one tenant from one address,
 * and ten times as many from one address in all. Counted in this process only.
 */
export function loginLimit(app: FastifyInstance, perMinute: number) {
  const timeWindow = 60_000;
  const ofAccount = app.createRateLimit({ max: perMinute, timeWindow, keyGenerator: accountKey });
  const ofAddress = app.createRateLimit({
    max: perMinute * ADDRESS_FACTOR,
    timeWindow,
    keyGenerator: (request) => request.ip,
  });
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    for (const limit of [ofAddress, ofAccount]) {
      const result = await limit(request);
      if (result.isAllowed || !result.isExceeded) continue;
      throw new HttpProblem(429, 'LOGIN_RATE_EXCEEDED', 'Too many tries to log in. Wait a minute.', {
        headers: { 'retry-after': String(result.ttlInSeconds) },
      });
    }
  };
}

function accountKey(request: FastifyRequest): string {
  const { tenant, email } = request.body as { tenant: string; email: string };
  return JSON.stringify([request.ip, tenant, email]);
}
