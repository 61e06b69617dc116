import { Client, type ClientConfig, escapeIdentifier } from 'pg';
import { readSettings, type Settings } from '../settings.ts';
import { toConnectionError } from './connection-errors.ts';
import type { DatabaseAddress } from './connection-string.ts';

/** What `pg` says when the server answers a request for TLS with no, or with something that is not an answer. */
const NO_TLS_HERE = new Set([
  'The server does not support SSL connections',
  'There was an error establishing an SSL connection',
]);

/**
 * Opens one connection. One, not a pool: the engine's advisory lock, search path and transactions belong to a session.
 *
 * @throws {SchemaEngineError} with Prisma's code for the reason (`P1000`, `P1001`, `P1003`, `P1010`, `P1011`, …).
 */
export async function connect(address: DatabaseAddress): Promise<Client> {
  try {
    if (address.tls === 'disable') {
      return await open(address.config);
    }
    const encrypted = { ...address.config, ssl: address.tlsOptions };
    if (address.tls === 'require') {
      return await open(encrypted);
    }
    return await open(encrypted).catch((error: unknown) => {
      if (error instanceof Error && NO_TLS_HERE.has(error.message)) {
        return open(address.config);
      }
      throw error;
    });
  } catch (error) {
    throw toConnectionError(error, address);
  }
}

/**
 * Opens a connection in which unqualified names belong to the address's schema, and to it alone, as in Prisma's engine.
 *
 * @throws {SchemaEngineError} as `connect` does
 */
export async function connectToSchema(
  address: DatabaseAddress,
  settings: Settings = readSettings(),
): Promise<Client> {
  const client = await connect(address);
  await client.query(sessionSettings(address, settings));
  return client;
}

/** Gives a session the settings back that it began with, whatever a script has set: time-outs, role, search path. */
export async function restoreSettings(
  client: Client,
  address: DatabaseAddress,
  settings: Settings,
): Promise<void> {
  await client.query(`RESET SESSION AUTHORIZATION; RESET ALL; ${sessionSettings(address, settings)}`);
}

function sessionSettings({ schema }: DatabaseAddress, { lockTimeout, statementTimeout }: Settings): string {
  return [
    `SET search_path TO ${escapeIdentifier(schema)}`,
    ...(lockTimeout === undefined ? [] : [`SET lock_timeout TO ${lockTimeout}`]),
    ...(statementTimeout === undefined ? [] : [`SET statement_timeout TO ${statementTimeout}`]),
  ].join('; ');
}

async function open(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  // A connection that breaks while idle is reported by the next query; unheard, the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => undefined);
    throw error;
  }
}
