import type { Db } from '@org/db';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { expectedMigrations } from './health/expected-migrations.ts';
import { whyNotReady } from './health/readiness.ts';

/** What is not answered by requests, as what they left running, is waited for so long. */
const CLOSE_MS = 3_000;

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
  const database = openDatabase(config);
  try {
    return await listen(config, database);
  } catch (error) {
    await database.db.close();
    throw error;
  }
}

async function listen(config: Config, { db, registry, logTo }: Database): Promise<Server> {
  const app = await buildApp(config, db, registry);
  logTo(app.log);
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
      await db.close({ timeoutMs: CLOSE_MS });
    },
  };
}

async function warnUnlessReady(app: FastifyInstance, db: Db): Promise<void> {
  const reason = whyNotReady(await db.health(), await expectedMigrations());
  if (reason) app.log.warn({ code: reason.code }, reason.detail);
}
