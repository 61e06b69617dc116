import { trace } from '@opentelemetry/api';
import { createDb, type Db } from '@org/db';
import { prometheusMetrics } from '@org/db/metrics';
import type { FastifyBaseLogger } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Config } from './config.ts';

/** The database as this service uses it, and what is to be seen of it. */
export interface Database {
  readonly db: Db;
  /** The figures of the database and the process. */
  readonly registry: Registry;
  /** From now on what is slow, and requests that ask too often, are written to this log. */
  logTo(log: FastifyBaseLogger): void;
}

/** Opens the database. Nothing connects before the first query; spans go to whichever OpenTelemetry SDK is registered. */
export function openDatabase(config: Config): Database {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  let log: FastifyBaseLogger | undefined;
  const { slowStatementMs, manyOperations } = config;
  const db = createDb({
    url: config.databaseUrl,
    ...(config.adminUrl === undefined ? {} : { adminUrl: config.adminUrl }),
    pool: { max: config.poolMax },
    ...(config.replicaUrls.length === 0
      ? {}
      : { replicas: { urls: config.replicaUrls, maxLagMs: config.replicaMaxLagMs } }),
    ...(config.statementTimeoutMs === 0 ? {} : { statementTimeoutMs: config.statementTimeoutMs }),
    cursorSecret: config.cursorSecret,
    ...(config.masterKeys.length === 0 ? {} : { masterKey: config.masterKeys }),
    applicationName: 'org-api',
    tracer: trace.getTracer('@org/db'),
    metrics: prometheusMetrics({ registry }),
    ...(slowStatementMs === 0
      ? {}
      : {
          slowStatements: {
            thresholdMs: slowStatementMs,
            explain: true,
            report: (statement) => log?.warn({ statement }, 'slow statement'),
          },
        }),
    ...(manyOperations === 0
      ? {}
      : {
          manyOperations: {
            limit: manyOperations,
            report: (client) => log?.warn({ client }, 'one request makes many calls to the database'),
          },
        }),
  });
  return {
    db,
    registry,
    logTo(given) {
      log = given;
    },
  };
}
