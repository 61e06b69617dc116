import type pg from 'pg';
import { MigrateError } from '../errors.ts';

const AUTH_FAILED = new Set(['28P01', '28000']);
/** An administrator ended the session, the server went down with it, or the network did. */
const ENDED = new Set([
  ...['57P01', '57P02', '57P03'],
  ...['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
]);

/**
 * A connection for maintenance work, to be ended by the caller.
 *
 * @throws MigrateError URL_INVALID, DATABASE_AUTH_FAILED or DATABASE_UNREACHABLE; the message names host and database,
 * never the password.
 */
export async function connect(url: string): Promise<pg.Client> {
  const where = describeUrl(url);
  // Loaded on use: what only reads files starts without it.
  const { default: driver } = await import('pg');
  const client = new driver.Client({
    connectionString: url,
    application_name: 'orgdb',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {}); // A connection lost while idle fails the next query, which reports it.
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? '';
    if (AUTH_FAILED.has(code)) {
      throw new MigrateError(
        'DATABASE_AUTH_FAILED',
        `The server at ${where} refuses this user or password. Check the connection string.`,
        { cause },
      );
    }
    if (code === '3D000') {
      throw new MigrateError(
        'DATABASE_UNREACHABLE',
        `There is no database ${where}. Create it, or correct the name.`,
        {
          cause,
        },
      );
    }
    throw new MigrateError(
      'DATABASE_UNREACHABLE',
      `No PostgreSQL answers at ${where} (${code || (cause as Error).message}). Is it running, and is the address right?`,
      { cause },
    );
  }
}

/**
 * Runs `work` on a connection that is closed afterwards, whatever happens.
 *
 * @throws MigrateError as `connect`, and DATABASE_UNREACHABLE when the server ends the connection meanwhile
 */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } catch (error) {
    throw wasEnded(error) ? connectionLost(url, 'it was used', error) : error;
  } finally {
    await client.end();
  }
}

/**
 * Runs `work`, and says of a connection that is lost meanwhile what was going on.
 *
 * @param doing such as "the backup was loaded"
 * @throws MigrateError DATABASE_UNREACHABLE; whatever else `work` throws
 */
export async function during<T>(url: string, doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isConnectionLost(error) ? connectionLost(url, doing, causeOf(error)) : error;
  }
}

/** Whether an error tells of a connection that was ended, and of nothing that is wrong with what was sent. */
export function isConnectionLost(error: unknown): error is Error {
  return error instanceof Error && wasEnded(causeOf(error));
}

/** `withConnection` may have told of it already. */
function causeOf(error: Error): Error {
  const isTold = error instanceof MigrateError && error.code === 'DATABASE_UNREACHABLE';
  return isTold && error.cause instanceof Error ? error.cause : error;
}

function wasEnded(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof MigrateError) return false;
  const code = (error as { code?: string }).code;
  // pg has no code for a connection that ends without a word.
  return code === undefined ? /^Connection terminated|not queryable/.test(error.message) : ENDED.has(code);
}

export function connectionLost(url: string, doing: string, cause: Error): MigrateError {
  return new MigrateError(
    'DATABASE_UNREACHABLE',
    `The connection to ${describeUrl(url)} was ended while ${doing} (${cause.message}): the server stopped or restarted, or an administrator ended the session. Once it answers, try again.`,
    { cause },
  );
}

/**
 * `host:port/database` of a connection string, for messages.
 *
 * @throws MigrateError URL_INVALID when it is no PostgreSQL connection string.
 */
export function describeUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    throw invalidUrl(cause);
  }
  if (parsed.protocol !== 'postgresql:' && parsed.protocol !== 'postgres:') throw invalidUrl();
  const host = parsed.hostname || parsed.searchParams.get('host') || 'localhost';
  return `${host}:${parsed.port || 5432}${parsed.pathname}`;
}

function invalidUrl(cause?: unknown): MigrateError {
  return new MigrateError(
    'URL_INVALID',
    'The connection string is not of the form postgresql://user:password@host:port/database. Check DATABASE_URL and DIRECT_URL.',
    { cause },
  );
}
