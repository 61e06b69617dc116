import { readFileSync } from 'node:fs';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import { SchemaEngineError } from '../errors.ts';

/** Prisma's engine gives up on a server after five seconds unless `connect_timeout` says otherwise. */
const DEFAULT_CONNECT_TIMEOUT_S = 5;

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** The schema that unqualified names belong to: `?schema=`, else `public`. */
  readonly schema: string;
  /** `prefer` tries TLS first and goes on without it where the server has none, as Prisma's engine does. */
  readonly tls: 'disable' | 'prefer' | 'require';
  readonly tlsOptions: TlsOptions;
  /** A pooler hands out connections by the transaction: `pgbouncer=true`. */
  readonly isPooled: boolean;
  readonly config: ClientConfig;
}

/**
 * Reads a PostgreSQL connection string as Prisma documents it, with libpq's spellings where they do not clash.
 *
 * @throws {SchemaEngineError} `P1013` when it cannot be read. The message never contains the string.
 */
export function parseConnectionString(connectionString: string): DatabaseAddress {
  const { url, hostless } = toUrl(connectionString);
  const parameters = url.searchParams;
  const socket = parameters.get('host');
  const host = socket || (hostless ? '' : decode(url.hostname).replace(/^\[(.+)\]$/, '$1')) || 'localhost';
  const port = Number(parameters.get('port') || url.port || 5432);
  const user = decode(url.username) || parameters.get('user') || process.env.PGUSER || 'postgres';
  const password = decode(url.password) || parameters.get('password') || undefined;
  const database = decode(url.pathname.replace(/^\//, '')) || parameters.get('dbname') || 'postgres';
  const timeout = seconds(parameters.get('connect_timeout'), DEFAULT_CONNECT_TIMEOUT_S);
  const options = parameters.get('options');

  return {
    host,
    port,
    database,
    user,
    schema: parameters.get('schema') || 'public',
    tls: host.startsWith('/') ? 'disable' : tlsMode(parameters),
    tlsOptions: tlsOptions(parameters, host),
    isPooled: parameters.get('pgbouncer') === 'true',
    config: {
      host,
      port,
      database,
      user,
      ...(password === undefined ? {} : { password }),
      ...(options ? { options } : {}),
      application_name: parameters.get('application_name') || 'prisma-schema-engine',
      connectionTimeoutMillis: timeout * 1000,
      keepAlive: true,
    },
  };
}

/** The same server and credentials, another database. */
export function withDatabase(address: DatabaseAddress, database: string): DatabaseAddress {
  return { ...address, database, config: { ...address.config, database } };
}

function toUrl(connectionString: string): { url: URL; hostless: boolean } {
  const text = connectionString.trim();
  const protocol = /^([a-z+]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (protocol !== 'postgres' && protocol !== 'postgresql') {
    throw invalid(
      'It must start with `postgresql://` or `postgres://`: this engine speaks to PostgreSQL directly and to nothing else.',
    );
  }
  // `postgresql://user:password@/database?host=/socket` has no host, which the URL standard does not allow.
  const hostless = /^[a-z]+:\/\/([^/?#]*@)?(:\d+)?([/?#]|$)/i.test(text);
  const complete = hostless ? text.replace(/^([a-z]+:\/\/(?:[^/?#]*@)?)/i, '$1hostless') : text;
  try {
    return { url: new URL(complete), hostless };
  } catch (cause) {
    throw invalid(
      'Special characters in the user name or password must be percent-encoded, and the port must be a number.',
      cause,
    );
  }
}

function tlsMode(parameters: URLSearchParams): DatabaseAddress['tls'] {
  const mode = parameters.get('sslmode');
  switch (mode) {
    case null:
    case '':
    case 'allow':
    case 'prefer':
      return 'prefer';
    case 'disable':
      return 'disable';
    case 'no-verify':
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return 'require';
    default:
      throw invalid(
        `\`sslmode=${mode}\` is not known; use disable, prefer, require, verify-ca or verify-full.`,
      );
  }
}

function tlsOptions(parameters: URLSearchParams, host: string): TlsOptions {
  const mode = parameters.get('sslmode');
  const strict = parameters.get('sslaccept') === 'strict' || mode === 'verify-ca' || mode === 'verify-full';
  const key = parameters.get('sslkey');
  const certificate = parameters.get('sslcert');
  // Prisma's `sslcert` alone is the server's root certificate; libpq's, beside `sslkey`, is the client's own.
  const authority = parameters.get('sslrootcert') ?? (key ? null : certificate);
  const identity = parameters.get('sslidentity');
  const passphrase = parameters.get('sslpassword');
  return {
    rejectUnauthorized: strict,
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    ...(authority && authority !== 'system' ? { ca: readCertificate('sslrootcert', authority) } : {}),
    ...(key && certificate
      ? { cert: readCertificate('sslcert', certificate), key: readCertificate('sslkey', key) }
      : {}),
    ...(identity ? { pfx: readCertificate('sslidentity', identity) } : {}),
    ...(passphrase ? { passphrase } : {}),
  };
}

function readCertificate(parameter: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new SchemaEngineError(
      'P1011',
      `Error opening a TLS connection: the file of \`${parameter}\` cannot be read: ${path}`,
      { cause },
    );
  }
}

function seconds(text: string | null, fallback: number): number {
  const value = text === null || text === '' ? fallback : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : fallback;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw invalid('A percent sign in the user name, password or database must be written as %25.', cause);
  }
}

function invalid(reason: string, cause?: unknown): SchemaEngineError {
  return new SchemaEngineError('P1013', `The provided database string is invalid. ${reason}`, { cause });
}
