import { connect } from '@org/db-migrate';
import type { Client } from 'pg';
import { DbTestingError, reason, sqlState } from '../errors.ts';
import { SETTINGS_DATABASE } from '../names.ts';

/**
 * A connection to the database where the runs of a server meet, which is made when missing.
 *
 * @param url the connection string of a superuser, or of a role that may create databases and roles
 * @throws DbTestingError SERVER_FAILED, SERVER_RIGHTS
 */
export async function connectToSettings(url: string): Promise<Client> {
  try {
    return await connectIdle(settingsUrl(url));
  } catch (error) {
    if (sqlState(error instanceof Error ? error.cause : undefined) !== '3D000') throw serverFailure(error);
  }
  try {
    await createSettings(url);
    return await connectIdle(settingsUrl(url));
  } catch (error) {
    throw serverFailure(error);
  }
}

/** The same server and login, in the settings database. */
export function settingsUrl(url: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${SETTINGS_DATABASE}`;
  return parsed.toString();
}

/** What the server refused, as an error that names the remedy. */
export function serverFailure(error: unknown): DbTestingError {
  if (error instanceof DbTestingError) return error;
  if (sqlState(error) === '42501') {
    return new DbTestingError(
      'SERVER_RIGHTS',
      `The user of DATABASE_URL_TEST lacks a right (${reason(error)}). Use a superuser, or a role with CREATEDB and CREATEROLE.`,
      { cause: error },
    );
  }
  return new DbTestingError('SERVER_FAILED', `The server for tests cannot be used: ${reason(error)}`, {
    cause: error,
  });
}

// The connection waits while the tests run; a server may be set to end such ones.
async function connectIdle(url: string): Promise<Client> {
  const client = await connect(url);
  await client.query('SET idle_session_timeout = 0');
  return client;
}

async function createSettings(url: string): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(`CREATE DATABASE ${SETTINGS_DATABASE} TEMPLATE template0 ENCODING 'UTF8'`);
  } catch (error) {
    // Another run made it in the same moment.
    if (!['42P04', '23505'].includes(sqlState(error) ?? '')) throw error;
  } finally {
    await client.end();
  }
}
