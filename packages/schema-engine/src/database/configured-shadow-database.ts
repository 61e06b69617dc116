import { type Client, escapeIdentifier } from 'pg';
import { connect, connectToSchema } from '../connection/connect.ts';
import type { DatabaseAddress } from '../connection/connection-string.ts';
import { SchemaEngineError } from '../errors.ts';
import type { ShadowDatabase } from './shadow-database.ts';

/** Marks a configured shadow database as ours to wipe. A schema, because the engine never looks into this one. */
const MARKER = 'prisma_shadow_database';

export interface ConfiguredShadow {
  readonly address: DatabaseAddress;
  /** The configured main database, which must be another one. */
  readonly main: DatabaseAddress | undefined;
}

/**
 * Opens the configured shadow database and empties it.
 *
 * Nothing is wiped that this package did not put there, and never the main database, by whatever name it is reached.
 *
 * @throws {SchemaEngineError} `SHADOW_DATABASE_NOT_EMPTY`, `SHADOW_DATABASE_IS_MAIN`; connection errors.
 */
export async function openConfigured({ address, main }: ConfiguredShadow): Promise<ShadowDatabase> {
  if (
    main &&
    main.host === address.host &&
    main.port === address.port &&
    main.database === address.database
  ) {
    throw isMain();
  }
  const client = await connectToSchema(address);
  try {
    await clean(client, address, main);
  } catch (error) {
    await client.end();
    throw error;
  }
  return { client, address, dispose: () => client.end() };
}

async function clean(
  client: Client,
  { database }: DatabaseAddress,
  main: DatabaseAddress | undefined,
): Promise<void> {
  const { rows } = await client.query<{ name: string; filled: boolean; history: boolean }>(`
    SELECT nspname AS name,
      EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid AND relname = '_prisma_migrations') AS history,
      EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)
        OR EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid)
        OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid) AS filled
    FROM pg_namespace n
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`);
  const marked = rows.some((row) => row.name === MARKER);
  const filled = rows.some((row) => row.filled || (row.name !== 'public' && row.name !== MARKER));
  // Replayed migrations leave no history table: where there is one, somebody deploys to this database.
  if (filled && (!marked || rows.some((row) => row.history))) {
    throw notEmpty(database);
  }
  if (main && (await isSameDatabase(client, main))) {
    throw isMain();
  }
  const drops = rows
    .filter((row) => row.name !== MARKER)
    .map((row) => `DROP SCHEMA ${escapeIdentifier(row.name)} CASCADE;`);
  await client.query(
    `${drops.join('\n')} CREATE SCHEMA IF NOT EXISTS ${MARKER}; CREATE SCHEMA IF NOT EXISTS public;`,
  );
}

/** Whether two connections end in one database: a host has many names. An unreachable main database is another one. */
async function isSameDatabase(client: Client, main: DatabaseAddress): Promise<boolean> {
  const other = await connect(main).catch(() => undefined);
  if (other === undefined) {
    return false;
  }
  try {
    const identity = `SELECT pg_postmaster_start_time()::text || '/' || oid AS id FROM pg_database WHERE datname = current_database()`;
    const [mine, theirs] = await Promise.all([
      client.query<{ id: string }>(identity),
      other.query<{ id: string }>(identity),
    ]);
    return mine.rows[0]?.id === theirs.rows[0]?.id;
  } finally {
    await other.end();
  }
}

function isMain(): SchemaEngineError {
  return new SchemaEngineError(
    'SHADOW_DATABASE_IS_MAIN',
    'The shadow database you configured appears to be the same as the main database. Please specify another shadow database.',
  );
}

function notEmpty(database: string): SchemaEngineError {
  return new SchemaEngineError(
    'SHADOW_DATABASE_NOT_EMPTY',
    `The configured shadow database \`${database}\` is not empty, and it was not filled by this engine. ` +
      'A shadow database is wiped at each use, so it was left untouched. ' +
      'Give a new, empty database as `datasource.shadowDatabaseUrl`.',
  );
}
