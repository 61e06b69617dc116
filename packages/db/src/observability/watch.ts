import { toDbError } from '../errors/to-db-error.ts';
import type { Scope } from '../tenant/scope.ts';
import type { TransactionOptions, TransactionRetry } from '../transactions/options.ts';
import { SPAN_KIND_CLIENT, SPAN_STATUS_ERROR, type Span, type Tracer } from './tracer.ts';
import { type ManyOperationsOptions, OperationLimit } from './usage.ts';

/** A call of a model, raw SQL, or a whole transaction, that has ended. */
export interface OperationEvent {
  /** `User`; undefined for raw SQL and transactions. */
  readonly model: string | undefined;
  /** `findMany`, `queryRaw`, `transaction` … */
  readonly action: string;
  /** `ok`, or the code of the `DbError`; `THROWN` for a transaction whose callback threw something else. */
  readonly outcome: string;
  readonly durationMs: number;
  readonly tenantId: string | undefined;
}

/** Collects figures; `prometheusMetrics` of `@org/db/metrics` is one. */
export interface DbMetrics {
  operation(event: OperationEvent): void;
  /** A transaction is about to be run again, after a failure with this code. */
  retry(code: string): void;
  /** Called once, by `createDb`, with what can be asked whenever figures are wanted. */
  attach(source: MetricsSource): void;
}

export interface MetricsSource {
  readonly pools: readonly PoolFigures[];
  readonly replicas: readonly {
    readonly address: string;
    readonly usable: boolean;
    readonly lagMs: number | null;
  }[];
}

export interface PoolFigures {
  /** `services`, `admin`, or a replica's address. */
  readonly name: string;
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
}

export interface WatchOptions {
  readonly tracer?: Tracer | undefined;
  readonly metrics?: DbMetrics | undefined;
  readonly manyOperations?: ManyOperationsOptions | undefined;
}

/** The table behind a model. */
export type TableOf = (model: string) => string | undefined;

/** Names of OpenTelemetry's semantic conventions for databases, stable since 1.33. */
interface Server {
  readonly address: string;
  readonly port: number;
  readonly database: string;
}

/** Looks on while operations run. There is none where nobody wants to know. */
export class Watch {
  readonly metrics: DbMetrics | undefined;
  readonly #tracer: Tracer | undefined;
  readonly #limit: OperationLimit | undefined;
  readonly #tableOf: TableOf;
  readonly #server: Record<string, string | number>;

  constructor(options: WatchOptions, url: string, tableOf: TableOf) {
    this.metrics = options.metrics;
    this.#tracer = options.tracer;
    this.#limit = options.manyOperations && new OperationLimit(options.manyOperations);
    this.#tableOf = tableOf;
    const { address, port, database } = serverOf(url);
    this.#server = {
      'db.system.name': 'postgresql',
      'db.namespace': database,
      'server.address': address,
      'server.port': port,
    };
  }

  static of(options: WatchOptions, url: string, tableOf: TableOf): Watch | undefined {
    const { tracer, metrics, manyOperations } = options;
    return tracer || metrics || manyOperations ? new Watch(options, url, tableOf) : undefined;
  }

  operation<T>(
    model: string | undefined,
    action: string,
    scope: Scope | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    if (this.#limit && scope && action !== 'transaction') {
      const name = model ? `${model.charAt(0).toLowerCase()}${model.slice(1)}.${action}` : `$${action}`;
      this.#limit.count(scope.usage, name, scope.context);
    }
    if (!this.#tracer) return this.#measure(model, action, scope, work);
    const table = model && (this.#tableOf(model) ?? model);
    return this.#tracer.startActiveSpan(
      table ? `${action} ${table}` : action,
      { kind: SPAN_KIND_CLIENT, attributes: this.#attributes(model, table, action, scope) },
      (span) => this.#measure(model, action, scope, work, span),
    );
  }

  /** The options of a transaction, whose retries are counted. */
  retries(options: TransactionOptions): TransactionOptions {
    const { metrics } = this;
    if (!metrics) return options;
    const own = typeof options.retry === 'object' ? options.retry : {};
    const onRetry: TransactionRetry['onRetry'] = (error, attempt) => {
      metrics.retry(error.code);
      own.onRetry?.(error, attempt);
    };
    return { ...options, retry: { ...own, onRetry } };
  }

  async #measure<T>(
    model: string | undefined,
    action: string,
    scope: Scope | undefined,
    work: () => Promise<T>,
    span?: Span,
  ): Promise<T> {
    const start = performance.now();
    let outcome = 'ok';
    try {
      return await work();
    } catch (error) {
      outcome = describe(error, span);
      throw error;
    } finally {
      span?.end();
      const durationMs = performance.now() - start;
      this.metrics?.operation({ model, action, outcome, durationMs, tenantId: scope?.context?.tenantId });
    }
  }

  #attributes(
    model: string | undefined,
    table: string | undefined,
    action: string,
    scope: Scope | undefined,
  ): Record<string, string | number> {
    const attributes: Record<string, string | number> = { ...this.#server, 'db.operation.name': action };
    if (table) attributes['db.collection.name'] = table;
    if (model) attributes['org.model'] = model;
    if (scope?.context) attributes['org.tenant.id'] = scope.context.tenantId;
    return attributes;
  }
}

function describe(error: unknown, span: Span | undefined): string {
  const { code, details } = toDbError(error);
  // What a callback throws may say anything; only its kind is told.
  const outcome = code === 'UNKNOWN' && details.sqlState === undefined ? 'THROWN' : code;
  if (span) {
    span.setAttribute('error.type', outcome);
    if (details.sqlState) span.setAttribute('db.response.status_code', details.sqlState);
    span.setStatus({ code: SPAN_STATUS_ERROR, message: outcome });
  }
  return outcome;
}

function serverOf(url: string): Server {
  const { hostname, port, pathname } = new URL(url);
  return { address: hostname, port: Number(port || 5432), database: decodeURIComponent(pathname.slice(1)) };
}
