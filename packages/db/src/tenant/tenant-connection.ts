import { DbError } from '../errors/db-error.ts';
import type { ContextStatement } from './context-statement.ts';
import type { StatementKind } from './control-statement.ts';
import {
  ClientBase,
  type QueryCallback,
  type QueryConfig,
  type QueryInternals,
  type RowDescription,
  type WireConnection,
} from './pg-internals.ts';
import type { Scope } from './scope.ts';
import { type QuerySession, TenantQuery } from './tenant-query.ts';

/**
 * A connection that runs nothing without a tenant context.
 *
 * From check-out to release it belongs to one scope. Outside of a transaction every statement carries the context;
 * inside, the first one that is not transaction control does, and after a rollback to a savepoint the next one again.
 */
export class TenantConnection extends ClientBase implements QuerySession {
  readonly descriptions = new Map<string, RowDescription | null>();
  readonly undescribed: WireConnection = Object.create(this.connection, { describe: { value: () => {} } });
  #statement: ContextStatement | undefined;
  #scope: Scope | undefined;
  #contextSent = false;
  /** A transaction was opened since check-out: then nothing may run outside of one. */
  #transactional = false;
  #pending = 0;
  /** Not to be used by anybody after this check-out. */
  #retired = false;

  /** Gives the connection to a scope. */
  checkOut(scope: Scope, statement: ContextStatement): void {
    this.#scope = scope;
    this.#statement = statement;
    this.#contextSent = false;
    this.#transactional = false;
  }

  /** Takes the connection back; false when it must not be used again. */
  checkIn(): boolean {
    this.#scope = undefined;
    return this.#pending === 0 && !this.#retired && this.getTransactionStatus() === 'I';
  }

  get statement(): ContextStatement {
    if (!this.#statement) throw new DbError('TENANT_CONTEXT_MISSING');
    return this.#statement;
  }

  admit(kind: StatementKind): { readonly context: Buffer | undefined } {
    const scope = this.#scope;
    if (!scope) throw new DbError('TENANT_CONTEXT_MISSING');
    const status = this.getTransactionStatus();
    if (kind !== 'other' || status === 'E') return { context: undefined };
    if (status === 'T') {
      return { context: this.#contextSent ? undefined : this.#messages(scope) };
    }
    // A statement that queued up behind the end of its transaction would otherwise run on its own.
    if (this.#transactional) throw new DbError('TRANSACTION_EXPIRED');
    return { context: this.#messages(scope) };
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
    this.#retired = true;
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

  #run(query: QueryInternals, done: QueryCallback): void {
    let settled = false;
    this.#pending += 1;
    query.callback = (error, result) => {
      if (settled) return;
      settled = true;
      this.#pending -= 1;
      done(error, result);
    };
    super.query(query);
  }

  #messages(scope: Scope): Buffer {
    scope.messages ??= this.statement.bindAndExecute(scope.settings);
    return scope.messages;
  }
}

/** Has a migration changed the type of a column that a prepared statement returns? */
function isOutdated(error: Error): boolean {
  return 'code' in error && error.code === '0A000' && error.message.startsWith('cached plan');
}
