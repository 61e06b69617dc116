import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { expectedMigrations } from '../health/expected-migrations.ts';
import { whyNotReady } from '../health/readiness.ts';
import { HttpProblem } from '../http/problem.ts';
import type { RouteOptions } from './index.ts';

/** For those who run the service: is it alive, and may it be sent requests? */
export const healthRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  const expected = await expectedMigrations();

  app.get(
    '/health',
    {
      schema: {
        tags: ['health'],
        summary: 'The process is alive',
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/ready',
    {
      schema: {
        tags: ['health'],
        summary: 'The database can be used',
        description:
          'It answers, its migrations are those of this code, and connections are free. Else 503 says why.',
        response: {
          200: z.object({ status: z.literal('ready'), migration: z.string(), latencyMs: z.number() }),
        },
      },
    },
    async () => {
      const health = await db.health();
      const reason = whyNotReady(health, expected);
      if (reason) {
        throw new HttpProblem(503, reason.code, reason.detail, {
          cause: health.error,
          headers: { 'retry-after': '5' },
        });
      }
      return {
        status: 'ready' as const,
        migration: health.migrations?.latest ?? '',
        latencyMs: Math.round(health.latencyMs * 10) / 10,
      };
    },
  );
};
