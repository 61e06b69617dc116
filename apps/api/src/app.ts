import type { Db } from '@org/db';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import { answerClientError } from './http/client-error.ts';
import { sendProblem } from './http/problem.ts';
import { requestId } from './http/request-id.ts';
import { toProblem } from './http/to-problem.ts';
import { loggerOptions } from './logger-options.ts';
import { authPlugin } from './plugins/auth.ts';
import { errorsPlugin } from './plugins/errors.ts';
import { gracefulClosePlugin } from './plugins/graceful-close.ts';
import { livePlugin } from './plugins/live.ts';
import { openapiPlugin } from './plugins/openapi.ts';
import { requestLogPlugin } from './plugins/request-log.ts';
import { securityPlugin } from './plugins/security.ts';
import { routes } from './routes/index.ts';

/**
 * The HTTP application, not yet listening. It uses the database and leaves closing it to the caller.
 *
 * @param registry served to Prometheus at /metrics: in production only with a METRICS_TOKEN
 *
 * @example
 * const app = await buildApp(parseConfig(process.env), db);
 * const answer = await app.inject('/health');
 */
export async function buildApp(config: Config, db: Db, registry?: Registry): Promise<FastifyInstance> {
  const app = Fastify({
    logger: loggerOptions(config.logLevel),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    trustProxy: config.trustProxy,
    bodyLimit: config.bodyLimit,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, toProblem(error)),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  await app.register(requestLogPlugin);
  await app.register(gracefulClosePlugin);
  await app.register(errorsPlugin);
  await app.register(securityPlugin);
  await app.register(authPlugin, { db, tokenKey: config.tokenKey, accessCheckMs: config.accessCheckMs });
  await app.register(livePlugin, { databaseUrl: config.listenUrl });
  await app.register(openapiPlugin);
  await app.register(routes, { config, db, ...(registry ? { registry } : {}) });
  await app.ready();
  return app;
}
