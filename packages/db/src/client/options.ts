import * as z from 'zod';
import type { KeyService } from '../encryption/key-service.ts';
import { DbError } from '../errors/db-error.ts';
import type { SlowStatementOptions } from '../observability/slow-statements.ts';
import type { Tracer } from '../observability/tracer.ts';
import type { ManyOperationsOptions } from '../observability/usage.ts';
import type { DbMetrics } from '../observability/watch.ts';
import { type ReplicaOptions, replicaSchema } from '../replicas/options.ts';

/** A key that wraps the tenants' data keys. */
export interface MasterKey {
  /** Names the key in the database: at most 64 characters, never to be given to another key. */
  readonly id: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
}

export interface PoolOptions {
  /** Connections at most. 5 by default, 10 with NODE_ENV=production. */
  readonly max?: number;
  /** How long to wait for a connection, in milliseconds. 5,000 by default. */
  readonly connectionTimeoutMs?: number;
  /** After which time an unused connection is closed, in milliseconds; 0 keeps it. 30,000 by default. */
  readonly idleTimeoutMs?: number;
}

export interface DbOptions {
  /** Connection string of the services' role, which owns nothing and cannot bypass row level security. */
  readonly url: string;
  /** Connection string of the admin role. Without it `asAdmin` is refused. */
  readonly adminUrl?: string;
  readonly pool?: PoolOptions;
  /** Standbys that answer reads outside of transactions. */
  readonly replicas?: ReplicaOptions;
  /** Limit of each statement, in milliseconds; the database's own setting by default. */
  readonly statementTimeoutMs?: number;
  /** Defaults of interactive transactions, in milliseconds: 5,000 to wait for a connection, 5,000 to run. */
  readonly transaction?: { readonly maxWaitMs?: number; readonly timeoutMs?: number };
  /**
   * Keep statements prepared on their connection: the one that sets the context, and up to 200 that come again. True by
   * default; false behind PgBouncer before 1.21, or with its `max_prepared_statements` at 0.
   */
  readonly preparedStatements?: boolean;
  /**
   * For a PostgreSQL that is spread over several servers by tenant, as with Citus: the context goes as `SET LOCAL` in an
   * explicit transaction, and the tenant stands in every query. See docs/isolation.md. False by default.
   */
  readonly distributed?: boolean;
  /** For encrypted fields: keys, or services that hold them. The first one wraps, all of them unwrap. */
  readonly masterKey?: MasterKey | KeyService | readonly (MasterKey | KeyService)[];
  /** Signs the cursors of pages: at least 32 characters, the same for all instances. */
  readonly cursorSecret?: string;
  /** Spans for OpenTelemetry: `trace.getTracer('…')` of `@opentelemetry/api`. */
  readonly tracer?: Tracer;
  /** Figures: `prometheusMetrics({ registry })` of `@org/db/metrics`. */
  readonly metrics?: DbMetrics;
  readonly slowStatements?: SlowStatementOptions;
  readonly manyOperations?: ManyOperationsOptions;
  /** Shown by `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Told of errors of idle connections, which no call is waiting for. */
  readonly onPoolError?: (error: DbError) => void;
}

const url = z.string().refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), {
  error: 'must be a postgresql:// URL',
});
const milliseconds = z.int().min(0).max(2_147_483_647);
const withMethods = (...names: readonly string[]) =>
  z.custom<object>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      names.every((name) => typeof Reflect.get(value, name) === 'function'),
    { error: `must have ${names.join(', ')}` },
  );
const masterKey = z.strictObject({
  id: z.string().min(1).max(64),
  key: z.instanceof(Uint8Array).refine((key) => key.length === 32, { error: 'must have 32 bytes' }),
});

const keyService = z.object({
  id: z.string().min(1).max(64),
  wrap: z.function(),
  unwrap: z.function(),
});
const anyMasterKey = z.union([masterKey, keyService]);

const schema = z.strictObject({
  url,
  adminUrl: url.optional(),
  pool: z
    .strictObject({
      max: z.int().min(1).max(1000).optional(),
      connectionTimeoutMs: milliseconds.optional(),
      idleTimeoutMs: milliseconds.optional(),
    })
    .optional(),
  replicas: replicaSchema(url).optional(),
  statementTimeoutMs: milliseconds.optional(),
  transaction: z
    .strictObject({ maxWaitMs: milliseconds.min(1).optional(), timeoutMs: milliseconds.min(1).optional() })
    .optional(),
  preparedStatements: z.boolean().optional(),
  distributed: z.boolean().optional(),
  masterKey: z.union([anyMasterKey, z.array(anyMasterKey).min(1)]).optional(),
  cursorSecret: z.string().min(32, 'must have at least 32 characters').optional(),
  tracer: withMethods('startActiveSpan').optional(),
  metrics: withMethods('operation', 'retry', 'attach').optional(),
  slowStatements: z
    .strictObject({
      thresholdMs: z.number().min(0),
      explain: z.boolean().optional(),
      values: z.boolean().optional(),
      report: z.function(),
    })
    .optional(),
  manyOperations: z.strictObject({ limit: z.int().min(1), report: z.function() }).optional(),
  applicationName: z.string().max(63).optional(),
  onPoolError: z.function().optional(),
});

/**
 * Checks the options.
 *
 * @throws DbError OPTIONS_INVALID naming all that are wrong, not their values
 */
export function checkOptions(options: DbOptions): void {
  const result = schema.safeParse(options);
  if (result.success) return;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`,
  );
  throw new DbError('OPTIONS_INVALID', `The options of createDb are not valid: ${problems.join('; ')}.`);
}
