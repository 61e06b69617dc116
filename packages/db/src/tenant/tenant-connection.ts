import pg from 'pg';
import { DbError } from '../errors/db-error.ts';
import type { SlowStatements } from '../observability/slow-statements.ts';
import { requestCancel } from './cancel-request.ts';
import type { ContextMessages } from './context-statement.ts';
import type { StatementKind } from './control-statement.ts';
import {
  ClientBase,
  type QueryCallback,
  type QueryConfig,
  type RowDescription,
  type WireConnection,
} from './pg-internals.ts';
import type { Scope } from './scope.ts';
import { type Admission, type QuerySession, TenantQuery } from './tenant-query.ts';

/** A server that has not ended a cancelled statement, or a transaction, by then is taken for lost. */
const PATIENCE_MS = 5_000;

/**
 * A connection that runs nothing without a tenant context.
 *
 * From check-out to release it belongs to one scope. Outside of a transaction every statement carries the context;
 * inside, the first one that is not transaction control does, and after a rollback to a savepoint the next one again.
 *
 * When its work is over before it is done, the running statement is cancelled on the server, and nothing but a rollback
 * may follow. Such a connection is closed afterwards: the request to cancel might come late.
 */
export class TenantConnection extends ClientBase implements QuerySession {
  readonly descriptions = new Map<string, RowDescription | null>();
  readonly undescribed: WireConnection = Object.create(this.connection, { describe: { value: () => {} } });
  #statement: ContextMessages | undefined;
  #scope: Scope | undefined;
  #contextSent = false;
  /** A transaction was opened since check-out: then nothing may run outside of one. */
  #transactional = false;
  #pending = 0;
  /** Not to be used by anybody after this check-out. */
  #retired = false;
  /** Why the work of this check-out is over. */
  #stopped: DbError | undefined;
  #patience: NodeJS.Timeout | undefined;
  #slow: SlowStatements | undefined;

  /** Gives the connection to a scope. */
  checkOut(scope: Scope, statement: ContextMessages, slow?: SlowStatements): void {
    this.#scope = scope;
    this.#slow = slow;
    this.#statement = statement;
    this.#contextSent = false;
    this.#transactional = false;
    this.#stopped = undefined;
    scope.signal?.addEventListener('abort', this);
  }

  /** Takes the connection back; false when it must not be used again. */
  checkIn(): boolean {
    this.#scope?.signal?.removeEventListener('abort', this);
    this.#scope = undefined;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    return this.#pending === 0 && !this.#retired && this.getTransactionStatus() === 'I';
  }

  /** The scope's signal was aborted. */
  handleEvent(): void {
    this.stop(new DbError('ABORTED'));
  }

  /** Ends the work: the running statement is cancelled and fails for this reason, as do those that wait behind it. */
  stop(reason: DbError): void {
    if (this.#stopped) return;
    this.#stopped = reason;
    if (this.#pending === 0) return;
    this.#retired = true;
    this.#losePatience();
    requestCancel(this);
  }

  get statement(): ContextMessages {
    if (!this.#statement) throw new DbError('TENANT_CONTEXT_MISSING');
    return this.#statement;
  }

  admit(kind: StatementKind): Admission {
    const scope = this.#scope;
    if (!scope) throw new DbError('TENANT_CONTEXT_MISSING');
    if (this.#stopped && kind !== 'rollback') throw this.#stopped;
    const status = this.getTransactionStatus();
    if (kind !== 'other' || status === 'E') return { context: undefined };
    if (status === 'T') {
      return { context: this.#contextSent ? undefined : this.#messages(scope) };
    }
    // A statement that queued up behind the end of its transaction would otherwise run on its own.
    if (this.#transactional) throw new DbError('TRANSACTION_EXPIRED');
    return { context: this.#messages(scope), alone: true };
  }

  completed(tag: string): void {
    if (tag === 'BEGIN' || tag === 'START TRANSACTION') this.#transactional = true;
    if (tag === 'BEGIN' || tag === 'START TRANSACTION' || tag === 'COMMIT' || tag === 'ROLLBACK') {
      this.#contextSent = false;
    }
  }

  contextSet(): void {
    this.#contextSent = true;
  }

  retire(): void {
    // Work of this package's own leaves nothing.
    if (!this.#scope?.aside) this.#retired = true;
  }

  override query(
    config: QueryConfig | string,
    values?: unknown[] | QueryCallback,
    callback?: QueryCallback,
  ): unknown {
    const done = typeof values === 'function' ? values : callback;
    const parameters = typeof values === 'function' ? undefined : values;
    if (typeof config === 'object' && typeof config.submit === 'function') {
      throw new DbError('QUERY_INVALID', 'Cursors and COPY streams of `pg` cannot carry a tenant context.');
    }
    const run = (settled: QueryCallback) => this.#start(config, parameters, settled);
    if (done) return run(done);
    return new Promise((resolve, reject) => {
      run((error, result) => (error ? reject(error) : resolve(result)));
    });
  }

  /** A statement that the server had prepared for columns of another type is run again, without its name. */
  #start(config: QueryConfig | string, values: unknown[] | undefined, done: QueryCallback): void {
    if (typeof config === 'string' || !config.name) {
      this.#run(new TenantQuery(this, config, values), done);
      return;
    }
    this.#run(new TenantQuery(this, config, values), (error, result) => {
      if (!error || !isOutdated(error)) {
        done(error, result);
        return;
      }
      // The server no longer accepts a statement that it had prepared.
      this.#retired = true;
      if (this.#transactional) done(error);
      else this.#run(new TenantQuery(this, { ...config, name: undefined }, values), done);
    });
  }

  #run(query: TenantQuery, done: QueryCallback): void {
    let settled = false;
    const scope = this.#scope;
    if (query.kind === 'rollback') this.#beforeRollback();
    else if (query.kind === 'other' && scope) scope.usage.statements += 1;
    const slow = scope?.aside ? undefined : this.#slow;
    const start = slow ? performance.now() : 0;
    this.#pending += 1;
    query.callback = (error, result) => {
      if (settled) return;
      settled = true;
      if (slow && scope) {
        const durationMs = performance.now() - start;
        if (durationMs >= slow.thresholdMs) void slow.ended(query, scope, durationMs, Boolean(error));
      }
      const finish = () => {
        this.#pending -= 1;
        done(error && this.#stopped ? explain(error, this.#stopped) : error, result);
      };
      if (error && query.alone && this.getTransactionStatus() === 'E') this.#rollBack(finish);
      else finish();
    };
    super.query(query);
  }

  /** Ends the transaction that a failed query had around it; without an answer the connection is lost anyway. */
  #rollBack(finish: () => void): void {
    const rollback = new TenantQuery(this, 'ROLLBACK');
    rollback.callback = finish;
    super.query(rollback);
  }

  /** Time-outs, a closing client, a callback that has failed: who rolls back does not want the statement that still runs. */
  #beforeRollback(): void {
    if (this.#pending > 0 && this.getTransactionStatus() !== 'E')
      this.stop(new DbError('TRANSACTION_EXPIRED'));
    else this.#losePatience();
  }

  #losePatience(): void {
    this.#patience ??= setTimeout(() => this.connection.stream.destroy(), PATIENCE_MS).unref();
  }

  #messages(scope: Scope): Buffer {
    scope.messages ??= this.statement.bindAndExecute(scope.settings);
    return scope.messages;
  }
}

/** The error of a statement that was cancelled, or lost with its connection, is the reason for which that was done. */
function explain(error: Error, reason: DbError): Error {
  const own = error instanceof DbError || (error instanceof pg.DatabaseError && error.code !== '57014');
  return own ? error : new DbError(reason.code, undefined, { cause: error });
}

/** Has a migration changed the type of a column that a prepared statement returns? */
function isOutdated(error: Error): boolean {
  return 'code' in error && error.code === '0A000' && error.message.startsWith('cached plan');
}
