import { randomUUID } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { connect, connectToSchema } from '../connection/connect.ts';
import { type DatabaseAddress, withDatabase } from '../connection/connection-string.ts';
import { SchemaEngineError } from '../errors.ts';
import type { ShadowDatabase } from './shadow-database.ts';

/**
 * Creates a shadow database on the main database's server. It is dropped when it is disposed of.
 *
 * @throws {SchemaEngineError} `P3014` when the role may not create databases; `NO_DATASOURCE` without a main database; connection errors.
 */
export async function createTemporary(main: DatabaseAddress | undefined): Promise<ShadowDatabase> {
  if (main === undefined) {
    throw new SchemaEngineError(
      'NO_DATASOURCE',
      'Replaying migrations needs a database: set `datasource.url` or `datasource.shadowDatabaseUrl` in your Prisma config file (prisma.config.ts).',
    );
  }
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  const address = withDatabase(main, name);
  const admin = await connect(main);
  const drop = async () => {
    // Behind a pooler, a connection may outlive the one that we closed. Not by WITH (FORCE): that fails while autovacuum, whose
    // session we may not end, is at work; without it PostgreSQL sends autovacuum away, and waits for others.
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user',
      [name],
    );
    await admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)}`);
  };
  try {
    await admin.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } catch (cause) {
    await admin.end();
    throw creationFailed(cause);
  }
  try {
    const client = await connectToSchema(address);
    return {
      client,
      address,
      dispose: async () => {
        await client.end();
        await drop().finally(() => admin.end());
      },
    };
  } catch (error) {
    await drop().finally(() => admin.end());
    throw error;
  }
}

function creationFailed(cause: unknown): SchemaEngineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SchemaEngineError(
    'P3014',
    'Prisma Migrate could not create the shadow database. Please make sure the database user has permission to create databases. ' +
      'Read more about the shadow database (and workarounds) at https://pris.ly/d/migrate-shadow\n\n' +
      `Original error: ${reason}`,
    { cause },
  );
}
