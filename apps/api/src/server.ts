import { createDb, type Db } from '@org/db';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { expectedMigrations } from './health/expected-migrations.ts';
import { whyNotReady } from './health/readiness.ts';

/** A service that listens. */
export interface Server {
  readonly app: FastifyInstance;
  /** Where it listens: the given port, or the one that was free for port 0. */
  readonly port: number;
  /** Stops accepting, finishes what is under way, and closes the database. */
  close(): Promise<void>;
}

/**
 * Opens the database, builds the application and listens.
 *
 * @throws Error with `code` EADDRINUSE or EACCES when the port cannot be had
 */
export async function startServer(config: Config): Promise<Server> {
  const db = createDb({
    url: config.databaseUrl,
    ...(config.adminUrl === undefined ? {} : { adminUrl: config.adminUrl }),
    pool: { max: config.poolMax },
    ...(config.replicaUrls.length === 0
      ? {}
      : { replicas: { urls: config.replicaUrls, maxLagMs: config.replicaMaxLagMs } }),
    cursorSecret: config.cursorSecret,
    ...(config.masterKeys.length === 0 ? {} : { masterKey: config.masterKeys }),
    applicationName: 'org-api',
  });
  try {
    return await listen(config, db);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function listen(config: Config, db: Db): Promise<Server> {
  const app = await buildApp(config, db);
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.close();
    throw error;
  }
  // Not waited for: a database that comes later is no reason not to start, and /ready tells as well.
  void warnUnlessReady(app, db);
  const address = app.server.address();
  return {
    app,
    port: typeof address === 'object' && address ? address.port : config.port,
    async close() {
      await app.close();
      await db.close();
    },
  };
}

async function warnUnlessReady(app: FastifyInstance, db: Db): Promise<void> {
  const reason = whyNotReady(await db.health(), await expectedMigrations());
  if (reason) app.log.warn({ code: reason.code }, reason.detail);
}
