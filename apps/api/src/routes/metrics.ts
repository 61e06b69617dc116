import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { Registry } from 'prom-client';
import { HttpProblem } from '../http/problem.ts';

interface MetricsOptions {
  readonly registry: Registry;
  /** What Prometheus has to send as a bearer token; none is asked for without. */
  readonly token: string | undefined;
}

/** For Prometheus: figures of the database and the process, without a name of a tenant. */
export const metricsRoutes: FastifyPluginAsync<MetricsOptions> = async (app, { registry, token }) => {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (token !== undefined && !isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
      throw new HttpProblem(401, 'TOKEN_MISSING', 'Send the METRICS_TOKEN: `Authorization: Bearer …`.', {
        headers: { 'www-authenticate': 'Bearer realm="org-api metrics"' },
      });
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};

/** In a time that does not tell how much of it fits. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
