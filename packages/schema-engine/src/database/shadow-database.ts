import { randomUUID } from 'node:crypto';
import { type Client, escapeIdentifier } from 'pg';
import { connect, connectToSchema } from '../connection/connect.ts';
import { type DatabaseAddress, withDatabase } from '../connection/connection-string.ts';
import { SchemaEngineError } from '../errors.ts';

/** Marks a configured shadow database as ours to wipe. A schema, because the engine never looks into this one. */
const MARKER = 'prisma_shadow_database';

export interface ShadowDatabase {
  readonly client: Client;
  readonly address: DatabaseAddress;
  /** Closes the connection first, then drops what was created. */
  readonly dispose: () => Promise<void>;
}

/**
 * Opens an empty database to replay migrations in: the configured one after cleaning it, else a new one on the main
 * database's server, which is dropped afterwards.
 *
 * @throws {SchemaEngineError} `P3014` when the role may not create databases; `SHADOW_DATABASE_NOT_EMPTY` when the
 * configured one holds something that this package did not put there; `SHADOW_DATABASE_IS_MAIN`; `NO_DATASOURCE`;
 * connection errors.
 */
export async function openShadowDatabase(
  main: DatabaseAddress | undefined,
  configured: DatabaseAddress | undefined,
): Promise<ShadowDatabase> {
  if (configured !== undefined) {
    return openConfigured(main, configured);
  }
  if (main === undefined) {
    throw new SchemaEngineError(
      'NO_DATASOURCE',
      'Replaying migrations needs a database: set `datasource.url` or `datasource.shadowDatabaseUrl` in your Prisma config file (prisma.config.ts).',
    );
  }
  return createTemporary(main);
}

async function createTemporary(main: DatabaseAddress): Promise<ShadowDatabase> {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  const address = withDatabase(main, name);
  const admin = await connect(main);
  const drop = async () => {
    // FORCE: behind a pooler, a connection may outlive the one that we closed.
    await admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
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

async function openConfigured(
  main: DatabaseAddress | undefined,
  shadow: DatabaseAddress,
): Promise<ShadowDatabase> {
  if (
    main &&
    main.host === shadow.host &&
    main.port === shadow.port &&
    main.database === shadow.database &&
    main.schema === shadow.schema
  ) {
    throw new SchemaEngineError(
      'SHADOW_DATABASE_IS_MAIN',
      'The shadow database you configured appears to be the same as the main database. Please specify another shadow database.',
    );
  }
  const client = await connectToSchema(shadow);
  try {
    await clean(client, shadow);
  } catch (error) {
    await client.end();
    throw error;
  }
  return { client, address: shadow, dispose: () => client.end() };
}

async function clean(client: Client, { database }: DatabaseAddress): Promise<void> {
  const { rows } = await client.query<{ name: string; filled: boolean }>(`
    SELECT nspname AS name, EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)
      OR EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid)
      OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid) AS filled
    FROM pg_namespace n
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`);
  const ours = rows.some((row) => row.name === MARKER);
  if (!ours && rows.some((row) => row.filled || row.name !== 'public')) {
    throw new SchemaEngineError(
      'SHADOW_DATABASE_NOT_EMPTY',
      `The configured shadow database \`${database}\` is not empty, and it was not filled by this engine. ` +
        'A shadow database is wiped at each use, so it was left untouched. Give an empty database as `datasource.shadowDatabaseUrl`, ' +
        `or, if \`${database}\` really holds nothing of value, run \`CREATE SCHEMA ${MARKER}\` in it.`,
    );
  }
  const drops = rows
    .filter((row) => row.name !== MARKER)
    .map((row) => `DROP SCHEMA ${escapeIdentifier(row.name)} CASCADE;`);
  await client.query(
    `${drops.join('\n')} CREATE SCHEMA IF NOT EXISTS ${MARKER}; CREATE SCHEMA IF NOT EXISTS public;`,
  );
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
