import pg from 'pg';
import { DbError } from '../errors/db-error.ts';
import type { ContextMessages } from './context-statement.ts';
import { kindOfStatement, type StatementKind } from './control-statement.ts';
import { BEGIN, COMMIT } from './local-context.ts';
import {
  type CommandComplete,
  QueryBase,
  type QueryConfig,
  type RowDescription,
  type WireConnection,
} from './pg-internals.ts';
import { mayLeaveTrace } from './session-traces.ts';

/** How a query is sent. */
export interface Admission {
  /** What sets the context, unless it holds already. */
  readonly context: Buffer | undefined;
  /** The statement gets a transaction of its own around it. */
  readonly alone?: boolean;
}

/** What a query asks of, and tells to, the connection that it runs on. */
export interface QuerySession {
  readonly statement: ContextMessages;
  /** The columns of prepared statements, by name; null for one that returns no rows. */
  readonly descriptions: Map<string, RowDescription | null>;
  /** The connection, deaf to requests to describe a statement. */
  readonly undescribed: WireConnection;
  /** Decides, when the query's turn has come, how it is sent; throws when it must not be. */
  admit(kind: StatementKind): Admission;
  /** A statement ended with this command tag. */
  completed(tag: string): void;
  /** The context holds for the rest of the transaction. */
  contextSet(): void;
  /** The connection may keep something of this statement: nobody else gets it. */
  retire(): void;
}

/**
 * A query that brings its tenant context along: the context statement's messages go first, the query's own follow, one
 * Sync ends both. The context statement's completion is swallowed, its errors are the query's.
 *
 * An error is reported only when the server is ready again, so that whoever catches it finds the connection in a known
 * state. A COMMIT that the server turned into a ROLLBACK is an error too.
 */
export class TenantQuery extends QueryBase {
  readonly #session: QuerySession;
  readonly kind: StatementKind;
  #context: Buffer | undefined;
  /** Answers to statements of this package's own that are still to come ahead of the query's. */
  #ahead = 0;
  #alone = false;
  #done = false;
  /** The query's own name and text while the answers to the context statement are awaited. */
  #own: { readonly name: string | undefined; readonly text: string | undefined } | undefined;
  #failure: Error | undefined;
  /** What the statement returns, where it need not be asked. */
  #description: RowDescription | null | undefined;

  constructor(session: QuerySession, config: QueryConfig | string, values?: unknown[]) {
    super(config, values);
    this.#session = session;
    this.kind = kindOfStatement(this.text ?? '');
    // The simple protocol would also take several statements in one text.
    if (this.kind === 'other') this.queryMode = 'extended';
  }

  /** A transaction of its own was begun: when the query fails, it is still to be rolled back. */
  get alone(): boolean {
    return this.#alone;
  }

  override submit(connection: WireConnection): Error | null {
    try {
      const { context, alone } = this.#session.admit(this.kind);
      this.#context = context;
      this.#alone = alone === true && this.#session.statement.explicit;
    } catch (error) {
      return error as Error;
    }
    return super.submit(connection);
  }

  override prepare(connection: WireConnection): void {
    const context = this.#context;
    // The server refuses to run a prepared statement whose columns have changed: what it said once still holds.
    this.#description = this.name ? this.#session.descriptions.get(this.name) : undefined;
    const wire = this.#description === undefined ? connection : this.#session.undescribed;
    // One that was described on this connection before has been looked at then.
    if (this.kind === 'other' && this.#description === undefined && mayLeaveTrace(this.text ?? '')) {
      this.#session.retire();
    }
    if (!context) {
      super.prepare(wire);
      this.#describe();
      return;
    }
    const { statement } = this.#session;
    const parsed = statement.name !== '' && connection.parsedStatements[statement.name] === statement.text;
    // `submit` has corked the stream: everything leaves in one piece.
    if (!parsed) connection.stream.write(statement.parse);
    if (this.#alone) connection.stream.write(BEGIN);
    connection.stream.write(context);
    this.#ahead = statement.completions + (this.#alone ? 1 : 0);
    super.prepare(this.#alone ? committing(wire) : wire);
    // `pg` files each ParseComplete under the name of the active query.
    this.#own = { name: this.name, text: this.text };
    this.name = statement.name;
    this.text = statement.text;
  }

  override handleRowDescription(message: RowDescription): void {
    this.#description = message;
    super.handleRowDescription(message);
  }

  override handleCommandComplete(message: CommandComplete, connection: WireConnection): void {
    if (this.#own) {
      this.#ahead -= 1;
      if (this.#ahead > 0) return;
      this.#restoreOwn();
      this.#session.contextSet();
      this.#describe();
      return;
    }
    if (this.#done) {
      // Of the COMMIT that belongs to a query alone.
      if (message.text === 'ROLLBACK') this.#failure = new DbError('TRANSACTION_ABORTED');
      this.#session.completed(message.text);
      return;
    }
    this.#done = this.#alone;
    this.#session.completed(message.text);
    // A SELECT that returns no columns, not even none, has made a table.
    if (!this.#description && message.text.startsWith('SELECT')) this.#session.retire();
    if (this.kind === 'commit' && message.text === 'ROLLBACK') {
      this.#failure = new DbError('TRANSACTION_ABORTED');
    }
    if (this.name) this.#session.descriptions.set(this.name, this.#description ?? null);
    super.handleCommandComplete(message, connection);
  }

  override handleReadyForQuery(connection: WireConnection): void {
    if (this.#failure) super.handleError(this.#failure, connection);
    else super.handleReadyForQuery(connection);
  }

  override handleError(error: Error, connection: WireConnection): void {
    if (this.#own) this.#restoreOwn();
    if (this.name) delete connection.submittedNamedStatements[this.name];
    if (!(error instanceof pg.DatabaseError) || error.severity !== 'ERROR') {
      super.handleError(error, connection);
      return;
    }
    const settle = () => {
      connection.off('readyForQuery', settle);
      connection.off('end', settle);
      super.handleError(error, connection);
    };
    connection.on('readyForQuery', settle);
    connection.on('end', settle);
  }

  #describe(): void {
    if (this.#description) super.handleRowDescription(this.#description);
  }

  #restoreOwn(): void {
    this.name = this.#own?.name;
    this.text = this.#own?.text;
    this.#own = undefined;
  }
}

/** The connection, which ends a query with a COMMIT ahead of its Sync. */
function committing(connection: WireConnection): WireConnection {
  const sync = () => {
    connection.stream.write(COMMIT);
    connection.sync();
  };
  return Object.create(connection, { sync: { value: sync } });
}
