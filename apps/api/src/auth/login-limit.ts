import type { Db } from '@org/db';
import { countLogin } from '@org/domain';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.ts';

/** One address may try this many times more in all than for one e-mail: offices share one. */
const ADDRESS_FACTOR = 10;

/**
 * A `preHandler` that slows down guessing: a number of tries per minute for one e-mail of one tenant from one address,
 * and ten times as many from one address in all. The database counts, for all processes.
 */
export function loginLimit(db: Db, perMinute: number) {
  return async (request: FastifyRequest): Promise<void> => {
    const { tenant, email } = request.body as { tenant: string; email: string };
    const limits = [
      { of: ['address', request.ip], perMinute: perMinute * ADDRESS_FACTOR },
      { of: ['account', request.ip, tenant.toLowerCase(), email.toLowerCase()], perMinute },
    ];
    for (const limit of limits) {
      const seconds = await countLogin(db, limit);
      if (seconds === 0) continue;
      throw new HttpProblem(429, 'LOGIN_RATE_EXCEEDED', 'Too many tries to log in. Wait a little.', {
        headers: { 'retry-after': String(seconds) },
      });
    }
  };
}
