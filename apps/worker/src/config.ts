import type { MasterKey } from '@org/db';
import {
  logLevel,
  masterKeys,
  nodeEnvironment,
  postgresUrl,
  setVariables,
  wholeNumber,
} from '@org/db/environment';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from '@org/domain';
import { z } from 'zod';
import { WorkerError } from './errors.ts';
import type { TrackPolicy } from './operations.ts';

/** Everything that this program reads from its environment. */
export interface Config {
  readonly databaseUrl: string;
  readonly poolMax: number;
  readonly logLevel: z.output<ReturnType<typeof logLevel>>;
  readonly masterKeys: readonly MasterKey[];
  /** Limit of each statement, in milliseconds; 0 leaves it to the database. */
  readonly statementTimeoutMs: number;
  /** From which time on a statement is logged, with its plan, in milliseconds; 0 for never. */
  readonly slowStatementMs: number;
  /** How long running work is waited for when the program is asked to end, in milliseconds. */
  readonly shutdownMs: number;
  readonly webhooks: WebhookConfig;
  /** Who carries mail, SMS and push messages. */
  readonly notifications: NotificationConfig;
  readonly tracks: TrackPolicy;
}

type NotificationConfig =
  | { readonly gateway: 'none' | 'log' }
  | { readonly gateway: 'http'; readonly url: string; readonly secret: string };

interface WebhookConfig {
  /** How long events are kept, in days. */
  readonly keepDays: number;
  /** Pause between two looks at all tenants, in milliseconds. */
  readonly pollMs: number;
  /** Deliveries that are under way at once. */
  readonly concurrency: number;
  /** Of a whole exchange with a receiver, in milliseconds. */
  readonly timeoutMs: number;
  /** How long a claimed delivery is this worker's own, in milliseconds. */
  readonly leaseMs: number;
  readonly retry: RetryPolicy;
  readonly allowPrivateAddresses: boolean;
}

/** What a claim leaves for recording the result, after the time-out of the attempt. */
const LEASE_MARGIN_MS = 20_000;

/** Rules over several variables are checked although another one is wrong: the user sees all problems at once. */
const always = () => true;

function isSecret(value: string | undefined): boolean {
  const bytes = value?.startsWith('whsec_') ? Buffer.from(value.slice(6), 'base64').length : 0;
  return bytes >= 24 && bytes <= 64;
}

const schema = z
  .object({
    DATABASE_URL: postgresUrl('is missing, and so is WORKER_DATABASE_URL'),
    DATABASE_POOL_MAX: wholeNumber(1, 1000, 5),
    NODE_ENV: nodeEnvironment(),
    LOG_LEVEL: logLevel(),
    ORG_MASTER_KEY: masterKeys(),
    DATABASE_STATEMENT_TIMEOUT_MS: wholeNumber(0, 86_400_000, 0),
    SLOW_STATEMENT_MS: wholeNumber(0, 86_400_000, 1_000),
    WORKER_SHUTDOWN_MS: wholeNumber(0, 600_000, 8_000),
    TRACKS_ARCHIVE_MONTHS: wholeNumber(1, 1_200, 6),
    TRACKS_DROP_MONTHS: wholeNumber(1, 1_200, 24),
    NOTIFICATION_GATEWAY: z
      .union([z.enum(['none', 'log']), z.url({ protocol: /^https?$/ })], 'must be none, log or an http URL')
      .default('none'),
    NOTIFICATION_GATEWAY_SECRET: z.string().optional(),
    WEBHOOK_KEEP_DAYS: wholeNumber(1, 3_650, 30),
    WEBHOOK_POLL_MS: wholeNumber(50, 600_000, 1_000),
    WEBHOOK_CONCURRENCY: wholeNumber(1, 1_000, 16),
    WEBHOOK_TIMEOUT_MS: wholeNumber(100, 120_000, 10_000),
    WEBHOOK_LEASE_MS: wholeNumber(1_000, 3_600_000, 30_000).optional(),
    WEBHOOK_MAX_ATTEMPTS: wholeNumber(1, 100, DEFAULT_RETRY_POLICY.maxAttempts),
    WEBHOOK_RETRY_MS: wholeNumber(1, 86_400_000, DEFAULT_RETRY_POLICY.baseDelayMs),
    WEBHOOK_ALLOW_PRIVATE: z.enum(['true', 'false'], 'must be true or false').default('false'),
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.ORG_MASTER_KEY?.length !== 0, {
    path: ['ORG_MASTER_KEY'],
    error: 'is missing: 32 random bytes in base64, such as `openssl rand -base64 32` prints',
    when: always,
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.WEBHOOK_ALLOW_PRIVATE !== 'true', {
    path: ['WEBHOOK_ALLOW_PRIVATE'],
    error: 'must not be true with NODE_ENV=production: tenants could reach the services around the worker',
    when: always,
  })
  .refine((env) => !env.NOTIFICATION_GATEWAY?.includes(':') || isSecret(env.NOTIFICATION_GATEWAY_SECRET), {
    path: ['NOTIFICATION_GATEWAY_SECRET'],
    error: 'must be whsec_ and 24 to 64 bytes in base64, by which the gateway knows that a message is ours',
    when: always,
  })
  .refine((env) => !(Number(env.TRACKS_DROP_MONTHS) < Number(env.TRACKS_ARCHIVE_MONTHS)), {
    path: ['TRACKS_DROP_MONTHS'],
    error: 'must not be less than TRACKS_ARCHIVE_MONTHS',
    when: always,
  })
  .refine((env) => !(Number(env.WEBHOOK_LEASE_MS) <= Number(env.WEBHOOK_TIMEOUT_MS)), {
    path: ['WEBHOOK_LEASE_MS'],
    error: 'must be more than WEBHOOK_TIMEOUT_MS, or deliveries are sent twice',
    when: always,
  });

/**
 * Reads the environment. An empty variable counts as unset; WORKER_DATABASE_URL goes before DATABASE_URL.
 *
 * @throws WorkerError CONFIG_INVALID naming all variables that are wrong, never a value
 */
export function parseConfig(variables: NodeJS.ProcessEnv): Config {
  const set = setVariables(variables);
  const urlName = set.WORKER_DATABASE_URL === undefined ? 'DATABASE_URL' : 'WORKER_DATABASE_URL';
  const parsed = schema.safeParse({ ...set, DATABASE_URL: set[urlName] });
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return `  ${name === 'DATABASE_URL' ? urlName : name} ${message}`;
    });
    throw new WorkerError('CONFIG_INVALID', `The environment is not usable:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    poolMax: env.DATABASE_POOL_MAX,
    logLevel: env.LOG_LEVEL,
    masterKeys: env.ORG_MASTER_KEY,
    statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
    slowStatementMs: env.SLOW_STATEMENT_MS,
    shutdownMs: env.WORKER_SHUTDOWN_MS,
    tracks: {
      archiveAfterMonths: env.TRACKS_ARCHIVE_MONTHS,
      dropAfterMonths: env.TRACKS_DROP_MONTHS,
    },
    notifications: notificationsOf(env),
    webhooks: {
      keepDays: env.WEBHOOK_KEEP_DAYS,
      pollMs: env.WEBHOOK_POLL_MS,
      concurrency: env.WEBHOOK_CONCURRENCY,
      timeoutMs: env.WEBHOOK_TIMEOUT_MS,
      leaseMs: env.WEBHOOK_LEASE_MS ?? env.WEBHOOK_TIMEOUT_MS + LEASE_MARGIN_MS,
      retry: {
        ...DEFAULT_RETRY_POLICY,
        maxAttempts: env.WEBHOOK_MAX_ATTEMPTS,
        baseDelayMs: env.WEBHOOK_RETRY_MS,
      },
      allowPrivateAddresses: env.WEBHOOK_ALLOW_PRIVATE === 'true',
    },
  };
}

function notificationsOf(env: {
  NOTIFICATION_GATEWAY: string;
  NOTIFICATION_GATEWAY_SECRET?: string | undefined;
}): NotificationConfig {
  const { NOTIFICATION_GATEWAY: gateway, NOTIFICATION_GATEWAY_SECRET: secret = '' } = env;
  return gateway === 'none' || gateway === 'log' ? { gateway } : { gateway: 'http', url: gateway, secret };
}
