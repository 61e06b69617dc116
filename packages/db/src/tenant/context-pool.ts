import type { PoolClient } from 'pg';
import { DbError } from '../errors/db-error.ts';
import { currentScope, type Scope } from './scope.ts';
import type { TenantPool } from './tenant-pool.ts';

/** A statement as `pg` takes it. */
export interface PoolQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Keeps the statement prepared on its connection; not with `org_` in front. */
  readonly name?: string;
  /** Rows as arrays of values instead of objects. */
  readonly rowMode?: 'array';
}

/** What a statement returned, as `pg` tells it. */
// biome-ignore lint/suspicious/noExplicitAny: rows are what the caller says they are, as with pg's own types
export interface PoolResult<Row = any> {
  readonly rows: Row[];
  readonly rowCount: number;
  readonly command: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE' | 'COMMIT' | 'ROLLBACK';
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** What Kysely streams with. */
export interface PoolCursor {
  read(rows: number): Promise<unknown[]>;
  close(): Promise<void>;
}

interface Queries {
  /**
   * Runs one statement in the context. Rejects with the errors of `pg` (`toDbError` translates them), or with a `DbError`
   * where the statement never reached the database.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  query<Row = any>(statement: string | PoolQuery, values?: readonly unknown[]): Promise<PoolResult<Row>>;
}

/** A connection of the context's, until it is released. */
export interface ContextConnection extends Queries {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  query<Row = any>(statement: string | PoolQuery, values?: readonly unknown[]): Promise<PoolResult<Row>>;
  /** Refused: a cursor writes to the connection itself. It is here for Kysely's types. @throws DbError QUERY_INVALID */
  query(cursor: PoolCursor): never;
  /** Gives the connection back; with `true` or an error it is closed. Nothing runs on it afterwards. */
  release(destroy?: boolean | Error): void;
}

/**
 * The connections of the database, as a pool that looks like `pg`'s: for Kysely, or for code written against `pg`.
 * Every statement carries the context of the client that the pool is from, in transactions too.
 *
 * @see ContextConnection
 */
export interface ContextPool extends Queries {
  /** Waits for a connection. @throws DbError POOL_TIMEOUT, ABORTED, DATABASE_CLOSED, ADMIN_ACCESS_ENDED */
  connect(): Promise<ContextConnection>;
  /** Hands out no more connections and waits for those in use. The connections themselves are the `Db`'s, and stay. */
  end(): Promise<void>;
  /** Empty: what Kysely looks into to open connections of its own finds nothing here. */
  readonly options: object;
}

/** Where work is announced, so that closing waits for it. */
interface Admission {
  begin(): void;
  end(): void;
}

/** Makes the pool of a scope. Connections are lent: who kept one past its release reaches nobody's rows. */
export class ScopedPool implements ContextPool {
  readonly options: object = Object.freeze({});
  readonly #pool: TenantPool;
  readonly #work: Admission;
  readonly #scope: Scope;
  #lent = 0;
  #ended = false;
  #idle: (() => void)[] = [];

  constructor(pool: TenantPool, work: Admission, scope: Scope) {
    this.#pool = pool;
    this.#work = work;
    this.#scope = scope;
  }

  async connect(): Promise<ContextConnection> {
    if (this.#ended) throw new DbError('DATABASE_CLOSED', 'This pool was ended.');
    if (!this.#scope.admitted) this.#work.begin();
    this.#lent += 1;
    try {
      const client = await currentScope.run(this.#scope, () => this.#pool.connect());
      return new LentConnection(
        client,
        () => this.#wrote(),
        () => this.#returned(),
      );
    } catch (error) {
      this.#returned();
      throw error;
    }
  }

  async query(statement: string | PoolQuery, values?: readonly unknown[]): Promise<PoolResult> {
    const connection = await this.connect();
    try {
      const result = await connection.query(statement, values);
      connection.release();
      return result;
    } catch (error) {
      connection.release(error as Error);
      throw error;
    }
  }

  async end(): Promise<void> {
    this.#ended = true;
    if (this.#lent > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Nobody looks whether a statement wrote: the tenant's next reads must see it. */
  #wrote(): void {
    this.#scope.services?.routing?.wrote(this.#scope);
  }

  #returned(): void {
    this.#lent -= 1;
    if (!this.#scope.admitted) this.#work.end();
    this.#wrote();
    if (this.#lent === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}

/** The connection goes on to other tenants; this handle does not. */
class LentConnection implements ContextConnection {
  #client: PoolClient | undefined;
  readonly #ran: () => void;
  readonly #returned: () => void;

  constructor(client: PoolClient, ran: () => void, returned: () => void) {
    this.#client = client;
    this.#ran = ran;
    this.#returned = returned;
  }

  query(statement: PoolCursor): never;
  query(statement: string | PoolQuery, values?: readonly unknown[]): Promise<PoolResult>;
  query(statement: string | PoolQuery | PoolCursor, values?: readonly unknown[]): Promise<PoolResult> {
    // Thrown, not rejected with: who hands in a cursor gets no promise.
    if (typeof statement === 'object' && !('text' in statement && !('submit' in statement))) throw refused();
    return this.#run(statement, values);
  }

  async #run(statement: string | PoolQuery, values: readonly unknown[] | undefined): Promise<PoolResult> {
    if (!this.#client) throw new DbError('TENANT_CONTEXT_MISSING', 'This connection was given back.');
    try {
      const result = await this.#client.query(toConfig(statement) as never, values && [...values]);
      return result as unknown as PoolResult;
    } finally {
      this.#ran();
    }
  }

  release(destroy?: boolean | Error): void {
    const client = this.#client;
    if (!client) throw new DbError('QUERY_INVALID', 'This connection was given back before.');
    this.#client = undefined;
    client.release(destroy);
    this.#returned();
  }
}

/** A copy of what is known, and nothing else. */
function toConfig(statement: string | PoolQuery): string | object {
  if (typeof statement === 'string') return statement;
  const { text, values, name, rowMode } = statement;
  if (name?.startsWith('org_')) {
    throw new DbError('QUERY_INVALID', 'Names of statements that begin with `org_` belong to this package.');
  }
  return { text, values: values && [...values], name, rowMode };
}

function refused(): DbError {
  return new DbError('QUERY_INVALID', 'Cursors and COPY streams of `pg` cannot carry a tenant context.');
}
