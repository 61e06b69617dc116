import { type Client, DatabaseError, escapeIdentifier } from 'pg';
import { connect } from '../connection/connect.ts';
import { type DatabaseAddress, withDatabase } from '../connection/connection-string.ts';
import { SchemaEngineError } from '../errors.ts';

/** Databases to connect to while another one does not exist: usual, guaranteed, and the only one on some hosts. */
const MAINTENANCE_DATABASES = ['postgres', 'template1', 'defaultdb'];
const DUPLICATE_DATABASE = '42P04';

/**
 * Creates the database and its schema.
 *
 * @throws {SchemaEngineError} `P1009` when it exists already; connection errors.
 */
export async function createDatabase(address: DatabaseAddress): Promise<void> {
  await withMaintenanceConnection(address, async (client) => {
    try {
      await client.query(`CREATE DATABASE ${escapeIdentifier(address.database)}`);
    } catch (cause) {
      throw cause instanceof DatabaseError && cause.code === DUPLICATE_DATABASE
        ? new SchemaEngineError(
            'P1009',
            `Database \`${address.database}\` already exists on the database server`,
            { cause, meta: { database_name: address.database } },
          )
        : refused(cause);
    }
  });
  const client = await connect(address);
  try {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${escapeIdentifier(address.schema)}`);
  } finally {
    await client.end();
  }
}

/** Drops the database. @throws {SchemaEngineError} `DATABASE` with the server's reason; connection errors. */
export async function dropDatabase(address: DatabaseAddress): Promise<void> {
  await withMaintenanceConnection(address, async (client) => {
    await client.query(`DROP DATABASE ${escapeIdentifier(address.database)}`).catch((cause: unknown) => {
      throw refused(cause);
    });
  });
}

async function withMaintenanceConnection(
  address: DatabaseAddress,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = await connectForMaintenance(address);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function connectForMaintenance(address: DatabaseAddress): Promise<Client> {
  let failure: unknown;
  for (const database of MAINTENANCE_DATABASES) {
    try {
      return await connect(withDatabase(address, database));
    } catch (error) {
      failure ??= error;
      const elsewhere =
        error instanceof SchemaEngineError && (error.code === 'P1003' || error.code === 'P1010');
      if (!elsewhere) {
        throw error;
      }
    }
  }
  throw failure;
}

function refused(cause: unknown): SchemaEngineError {
  return new SchemaEngineError('DATABASE', cause instanceof Error ? cause.message : String(cause), { cause });
}
