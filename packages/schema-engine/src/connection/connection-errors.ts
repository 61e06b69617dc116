import { DatabaseError } from 'pg';
import { SchemaEngineError } from '../errors.ts';
import type { DatabaseAddress } from './connection-string.ts';

const UNREACHABLE = new Set([
  'EACCES',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Puts a failed attempt to connect into Prisma's words and codes. */
export function toConnectionError(error: unknown, address: DatabaseAddress): SchemaEngineError {
  if (error instanceof SchemaEngineError) {
    return error;
  }
  if (error instanceof DatabaseError) {
    return fromServer(error, address);
  }
  const { code, message } = describe(error);
  if (isTlsFailure(code, message)) {
    return new SchemaEngineError('P1011', `Error opening a TLS connection: ${message}`, { cause: error });
  }
  if (/password must be a (non-empty )?string|no password/i.test(message)) {
    return authenticationFailed(address, error);
  }
  if (UNREACHABLE.has(code) || /timeout|terminated|connection (was )?closed/i.test(message)) {
    return new SchemaEngineError(
      'P1001',
      `Can't reach database server at \`${address.host}:${address.port}\`\n\n` +
        `Please make sure your database server is running at \`${address.host}:${address.port}\`.`,
      { cause: error, meta: { database_location: `${address.host}:${address.port}` } },
    );
  }
  return new SchemaEngineError('DATABASE', message, { cause: error });
}

function fromServer(error: DatabaseError, address: DatabaseAddress): SchemaEngineError {
  switch (error.code) {
    case '28P01':
      return authenticationFailed(address, error);
    case '28000':
      // "no pg_hba.conf entry … no encryption" and "role does not exist" arrive under one number.
      return /role ".*" does not exist|authentication failed/.test(error.message)
        ? authenticationFailed(address, error)
        : accessDenied(address, error);
    case '42501':
      return accessDenied(address, error);
    case '3D000':
      return new SchemaEngineError('P1003', `Database \`${address.database}\` does not exist`, {
        cause: error,
        meta: { database_name: address.database },
      });
    case '53300':
      return new SchemaEngineError('P2037', `Too many database connections opened: ${error.message}`, {
        cause: error,
      });
    default:
      return new SchemaEngineError('DATABASE', `${error.severity ?? 'ERROR'}: ${error.message}`, {
        cause: error,
      });
  }
}

function authenticationFailed(address: DatabaseAddress, cause: unknown): SchemaEngineError {
  return new SchemaEngineError(
    'P1000',
    `Authentication failed against database server, the provided database credentials for \`${address.user}\` are not valid.\n\n` +
      'Please make sure to provide valid database credentials for the database server at the configured address.',
    { cause, meta: { database_user: address.user } },
  );
}

function accessDenied(address: DatabaseAddress, cause: DatabaseError): SchemaEngineError {
  return new SchemaEngineError(
    'P1010',
    `User \`${address.user}\` was denied access on the database \`${address.database}\`: ${cause.message}`,
    { cause, meta: { database_user: address.user, database_name: address.database } },
  );
}

function isTlsFailure(code: string, message: string): boolean {
  return (
    /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/.test(code) ||
    /SSL connection/i.test(message)
  );
}

function describe(error: unknown): { code: string; message: string } {
  // Node reports a host with several addresses as one AggregateError without a message.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const code = first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : '';
  return { code, message: first instanceof Error ? first.message : String(first) };
}
