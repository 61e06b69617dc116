import pg, { type PoolClient, type PoolConfig } from 'pg';
import { DbError } from '../errors/db-error.ts';
import type { SlowStatements } from '../observability/slow-statements.ts';
import type { ContextMessages } from './context-statement.ts';
import { LocalContext } from './local-context.ts';
import { missingPgMethods } from './pg-internals.ts';
import { currentScope, type Scope } from './scope.ts';
import { TenantConnection } from './tenant-connection.ts';

type Done = (error: Error | undefined, client: PoolClient | undefined, release: Release) => void;
type Release = (error?: Error | boolean) => void;

// A statement that the server no longer knows, or knows already: the connection's memory of them is wrong.
const BROKEN_SESSION = new Set(['26000', '42P05', '08P01']);

/**
 * A pool that hands out connections only within a scope, and takes back only clean ones.
 *
 * `connect` reads the scope at the moment of the call; without one it fails before anything reaches the database. A
 * connection that comes back with an open transaction, or with a statement still running, is closed. One on which a
 * statement merely failed is kept.
 */
export class TenantPool extends pg.Pool {
  readonly #statement: ContextMessages;
  readonly #inUse = new Set<TenantConnection>();
  /** Told of statements that take long; the pool's opener sets it. */
  slow: SlowStatements | undefined;

  /** @throws DbError PRISMA_INCOMPATIBLE when the installed `pg` lacks what the connection builds on */
  constructor(config: PoolConfig, statement: ContextMessages) {
    const missing = missingPgMethods();
    if (missing.length > 0) {
      throw new DbError(
        'PRISMA_INCOMPATIBLE',
        `This version of pg has no ${missing.join(', ')}. Use pg 8.23.`,
      );
    }
    super({ ...config, Client: TenantConnection as unknown as new () => pg.ClientBase });
    this.#statement = statement;
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Done): void;
  override connect(callback?: Done): Promise<PoolClient> | undefined {
    const scope = currentScope.getStore();
    const refusal = refuse(scope);
    if (!callback) {
      if (refusal) return Promise.reject(refusal);
      return new Promise((resolve, reject) => {
        this.connect((error, client) => (client ? resolve(client) : reject(error)));
      });
    }
    if (refusal || !scope) {
      process.nextTick(callback, refusal, undefined, () => {});
      return undefined;
    }
    if (scope.pool && scope.pool !== this) {
      scope.pool.connect(callback as never);
      return undefined;
    }
    const settle = scope.signal ? untilAborted(scope.signal, callback) : callback;
    super.connect((error, client) => {
      if (!client) settle(error, undefined, () => {});
      else settle(undefined, client, this.#checkOut(client, scope));
    });
    return undefined;
  }

  /** Ends the work on all connections that are in use: running statements are cancelled, further ones refused. */
  stop(reason: DbError): void {
    for (const connection of this.#inUse) connection.stop(reason);
  }

  /** A scope may have a time limit of its own. */
  #statementOf({ statement }: Scope): ContextMessages {
    if (!statement) return this.#statement;
    return this.#statement.explicit ? new LocalContext(statement.statementTimeoutMs) : statement;
  }

  #checkOut(client: PoolClient, scope: Scope): Release {
    const connection = client as unknown as TenantConnection;
    const giveBack = client.release;
    connection.checkOut(scope, this.#statementOf(scope), this.slow);
    this.#inUse.add(connection);
    // A session may end between two statements. The next one fails; unheard, the event would end the process.
    const lost = () => connection.retire();
    client.on('error', lost);
    const release: Release = (error) => {
      client.off('error', lost);
      const clean = connection.checkIn();
      this.#inUse.delete(connection);
      giveBack.call(client, clean && isHarmless(error) ? undefined : (error ?? true));
    };
    client.release = release;
    return release;
  }
}

function refuse(scope: Scope | undefined): DbError | undefined {
  if (!scope) return new DbError('TENANT_CONTEXT_MISSING');
  if (scope.signal?.aborted) return new DbError('ABORTED');
  return scope.ended ? new DbError('ADMIN_ACCESS_ENDED') : undefined;
}

/** Who gives up while he waits for a connection is told at once; the connection, when it comes, goes back. */
function untilAborted(signal: AbortSignal, callback: Done): Done {
  let over = false;
  const abort = () => {
    over = true;
    callback(new DbError('ABORTED'), undefined, () => {});
  };
  signal.addEventListener('abort', abort, { once: true });
  return (error, client, release) => {
    signal.removeEventListener('abort', abort);
    if (over) release();
    else callback(error, client, release);
  };
}

/** Did only the statement fail, and not the connection? */
function isHarmless(error: Error | boolean | undefined): boolean {
  if (!error || error instanceof DbError) return true;
  if (!(error instanceof pg.DatabaseError)) return false;
  return error.severity === 'ERROR' && !BROKEN_SESSION.has(error.code ?? '');
}
