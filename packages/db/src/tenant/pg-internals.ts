import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import pg, { type ClientConfig, type QueryResult, type TransactionStatus } from 'pg';
import type { CancelTarget } from './cancel-request.ts';

/**
 * The parts of `pg` 8.23 that its type declarations leave out and that the tenant connection builds on. All of them
 * are methods that `pg` itself calls across its files; `assertPgShape` looks at them when a pool is made.
 */
export interface WireConnection extends EventEmitter {
  readonly stream: Duplex;
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  describe(portal: unknown): void;
  sync(): void;
}

export interface RowDescription {
  readonly fields: readonly unknown[];
}

export interface CommandComplete {
  /** The command's tag, such as `SELECT 1` or `ROLLBACK`. */
  readonly text: string;
}

export type QueryCallback = (error: Error | null | undefined, result?: QueryResult) => void;

export interface QueryConfig {
  text?: string | undefined;
  name?: string | undefined;
  values?: unknown[];
  submit?: unknown;
}

export interface QueryInternals extends EventEmitter {
  name: string | undefined;
  text: string | undefined;
  values?: unknown[];
  queryMode: string | undefined;
  callback: QueryCallback | undefined;
  submit(connection: WireConnection): Error | null;
  prepare(connection: WireConnection): void;
  handleRowDescription(message: RowDescription): void;
  handleCommandComplete(message: CommandComplete, connection: WireConnection): void;
  handleReadyForQuery(connection: WireConnection): void;
  handleError(error: Error, connection: WireConnection): void;
}

export interface ClientInternals extends EventEmitter, CancelTarget {
  readonly connection: WireConnection;
  release?: (error?: Error | boolean) => void;
  query(query: QueryInternals): unknown;
  getTransactionStatus(): TransactionStatus;
}

export const QueryBase = pg.Query as unknown as new (
  config: QueryConfig | string,
  values?: unknown[],
) => QueryInternals;

export const ClientBase = pg.Client as unknown as new (config?: ClientConfig) => ClientInternals;

/** Names of methods that are missing from the installed `pg`; empty when it fits. */
export function missingPgMethods(): string[] {
  const query = [
    'submit',
    'prepare',
    'handleRowDescription',
    'handleCommandComplete',
    'handleReadyForQuery',
    'handleError',
  ];
  const has = (target: { readonly prototype: object }, method: string) =>
    typeof Reflect.get(target.prototype, method) === 'function';
  return [
    ...query.filter((method) => !has(QueryBase, method)).map((method) => `Query.${method}`),
    ...['query', 'getTransactionStatus']
      .filter((method) => !has(ClientBase, method))
      .map((method) => `Client.${method}`),
  ];
}
