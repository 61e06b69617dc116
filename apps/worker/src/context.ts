import { trace } from '@opentelemetry/api';
import { createDb, type Db } from '@org/db';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { type Operations, openOperations } from './operations.ts';

/** What jobs work with. */
export interface Context {
  readonly config: Config;
  readonly log: Log;
  /** Tenants' work: each query within its tenant's context. */
  readonly db: Db;
  readonly operations: Operations;
  close(): Promise<void>;
}

/** Opens what jobs work with. Nothing connects before the first query. */
export function openContext(config: Config, log: Log): Context {
  const db = createDb({
    url: config.databaseUrl,
    pool: { max: config.poolMax },
    applicationName: 'org-worker',
    tracer: trace.getTracer('@org/db'),
    ...(config.statementTimeoutMs === 0 ? {} : { statementTimeoutMs: config.statementTimeoutMs }),
    ...(config.slowStatementMs === 0
      ? {}
      : {
          slowStatements: {
            thresholdMs: config.slowStatementMs,
            explain: true,
            report: (statement) => log.warn({ statement }, 'slow statement'),
          },
        }),
    onPoolError: (error) => log.debug({ err: error }, 'an idle connection was lost'),
    ...(config.masterKeys.length > 0 ? { masterKey: config.masterKeys } : {}),
  });
  const operations = openOperations(config.databaseUrl, log);
  return {
    config,
    log,
    db,
    operations,
    async close() {
      // Who calls this has waited for the jobs; what they could not finish is done again.
      await Promise.all([db.close({ timeoutMs: 0 }), operations.close()]);
    },
  };
}
