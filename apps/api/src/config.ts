import { hkdfSync } from 'node:crypto';
import { isIP } from 'node:net';
import type { MasterKey } from '@org/db';
import {
  logLevel,
  masterKeys,
  nodeEnvironment,
  postgresUrl,
  postgresUrls,
  setVariables,
  wholeNumber,
} from '@org/db/environment';
import { z } from 'zod';

/** Everything that this program reads from its environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly production: boolean;
  readonly logLevel: z.output<ReturnType<typeof logLevel>>;
  readonly databaseUrl: string;
  /** For notifications, which poolers do not pass on. */
  readonly listenUrl: string;
  readonly adminUrl: string | undefined;
  readonly poolMax: number;
  /** Standbys for reads. */
  readonly replicaUrls: readonly string[];
  /** How old a replica may be, in milliseconds. */
  readonly replicaMaxLagMs: number;
  /** Limit of each statement, in milliseconds; 0 leaves it to the database. */
  readonly statementTimeoutMs: number;
  /** From which time on a statement is logged, with its plan, in milliseconds; 0 for never. */
  readonly slowStatementMs: number;
  /** How many calls to the database one request may make before that is logged; 0 for any number. */
  readonly manyOperations: number;
  /** What Prometheus sends to see /metrics. */
  readonly metricsToken: string | undefined;
  /** Signs access tokens. */
  readonly tokenKey: Uint8Array;
  /** Signs the cursors of pages. */
  readonly cursorSecret: string;
  readonly masterKeys: readonly MasterKey[];
  /** Which proxies are believed what they say of a client's address. */
  readonly trustProxy: boolean | string[];
  /** Bytes of a request's body at most. */
  readonly bodyLimit: number;
  /** Whether tenants may name addresses that are not public, for webhooks and integrations. For development only. */
  readonly allowPrivateAddresses: boolean;
  /** How long it is remembered what somebody may do, in milliseconds. */
  readonly accessCheckMs: number;
  /** Tries to log in per minute, for one e-mail from one address. */
  readonly loginsPerMinute: number;
}

const PROXY_RANGES: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

const isProxy = (text: string) => {
  const [address = '', bits = '0', ...rest] = text.split('/');
  return PROXY_RANGES.includes(text) || (isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && rest.length === 0);
};

const trustedProxies = z
  .string()
  .default('false')
  .transform((value) =>
    value === 'true' || value === 'false' ? value === 'true' : value.split(',').map((one) => one.trim()),
  )
  .refine((value) => typeof value === 'boolean' || value.every(isProxy), {
    error: 'must be true, false, or addresses of proxies such as 10.0.0.0/8,loopback',
  });

const schema = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: wholeNumber(0, 65_535, 3000),
    NODE_ENV: nodeEnvironment(),
    LOG_LEVEL: logLevel(),
    DATABASE_URL: postgresUrl(),
    LISTEN_DATABASE_URL: postgresUrl().optional(),
    ADMIN_DATABASE_URL: postgresUrl().optional(),
    DATABASE_POOL_MAX: wholeNumber(1, 1000, 0).optional(),
    DATABASE_REPLICA_URLS: postgresUrls(),
    DATABASE_REPLICA_MAX_LAG_MS: wholeNumber(1_000, 86_400_000, 5_000),
    DATABASE_STATEMENT_TIMEOUT_MS: wholeNumber(0, 86_400_000, 0),
    SLOW_STATEMENT_MS: wholeNumber(0, 86_400_000, 500),
    MANY_OPERATIONS: wholeNumber(0, 1_000_000, 100),
    METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
    ORG_TOKEN_SECRET: z
      .string('is missing: at least 32 random bytes, such as `openssl rand -base64 48` prints')
      .refine((value) => Buffer.byteLength(value) >= 32, { error: 'must have at least 32 bytes' }),
    ORG_MASTER_KEY: masterKeys(),
    TRUST_PROXY: trustedProxies,
    BODY_LIMIT: wholeNumber(1024, 104_857_600, 1_048_576),
    ACCESS_CHECK_MS: wholeNumber(0, 60_000, 2_000),
    LOGIN_RATE_LIMIT: wholeNumber(1, 100_000, 10),
    WEBHOOK_ALLOW_PRIVATE: z.enum(['true', 'false'], 'must be true or false').default('false'),
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.WEBHOOK_ALLOW_PRIVATE !== 'true', {
    path: ['WEBHOOK_ALLOW_PRIVATE'],
    error: 'must not be true with NODE_ENV=production: tenants could reach the services around the worker',
    when: () => true,
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.ORG_MASTER_KEY?.length !== 0, {
    path: ['ORG_MASTER_KEY'],
    error: 'is missing: 32 random bytes in base64, such as `openssl rand -base64 32` prints',
    // Also when other variables are wrong: all problems are named at once.
    when: () => true,
  });

/** The environment is not usable. The message lists every bad variable, and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'CONFIG_INVALID';
}

/**
 * Reads the environment. An empty variable counts as unset.
 *
 * @throws ConfigError naming all variables that are wrong
 */
export function parseConfig(variables: NodeJS.ProcessEnv): Config {
  const set = setVariables(variables);
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError(`The environment is not usable:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  const production = env.NODE_ENV === 'production';
  return {
    host: env.HOST,
    port: env.PORT,
    production,
    logLevel: env.LOG_LEVEL,
    databaseUrl: env.DATABASE_URL,
    listenUrl: env.LISTEN_DATABASE_URL ?? env.DATABASE_URL,
    adminUrl: env.ADMIN_DATABASE_URL,
    poolMax: env.DATABASE_POOL_MAX ?? (production ? 10 : 5),
    replicaUrls: env.DATABASE_REPLICA_URLS,
    replicaMaxLagMs: env.DATABASE_REPLICA_MAX_LAG_MS,
    statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
    slowStatementMs: env.SLOW_STATEMENT_MS,
    manyOperations: env.MANY_OPERATIONS,
    metricsToken: env.METRICS_TOKEN,
    tokenKey: derive(env.ORG_TOKEN_SECRET, 'access token'),
    cursorSecret: Buffer.from(derive(env.ORG_TOKEN_SECRET, 'cursor')).toString('hex'),
    masterKeys: env.ORG_MASTER_KEY,
    trustProxy: env.TRUST_PROXY,
    bodyLimit: env.BODY_LIMIT,
    allowPrivateAddresses: env.WEBHOOK_ALLOW_PRIVATE === 'true',
    accessCheckMs: env.ACCESS_CHECK_MS,
    loginsPerMinute: env.LOGIN_RATE_LIMIT,
  };
}

/** A key of its own for each use of the one secret, so that none can be played against another. */
function derive(secret: string, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `org api ${use}`, 32));
}
