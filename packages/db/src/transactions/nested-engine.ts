import { DbError } from '../errors/db-error.ts';
import type { EngineQuery } from '../tenant/engine-query.ts';

/** In which transaction, if any, an operation runs. */
export interface RequestOptions {
  readonly interactiveTransaction?: unknown;
  readonly transaction?: { readonly kind: 'itx' | 'batch' } | undefined;
}

/** The part of Prisma's engine that clients call. */
export interface EngineInternals {
  request(query: EngineQuery, options: RequestOptions): Promise<unknown>;
  requestBatch(queries: readonly EngineQuery[], options: RequestOptions): Promise<unknown>;
  transaction(action: unknown, headers: unknown, argument: unknown): Promise<unknown>;
}

/** What the savepoints of a transaction must know of it. */
export interface TransactionState {
  /** Its callback has ended, whatever is still running in it. */
  over: boolean;
}

/**
 * The engine as a nested transaction sees it. Prisma counts levels: when the outer callback ends first, the rollback
 * takes the inner level, and the late COMMIT of the inner transaction would be that of the outer one.
 */
export class NestedEngine implements EngineInternals {
  readonly #engine: EngineInternals;
  readonly #state: TransactionState;

  constructor(engine: EngineInternals, state: TransactionState) {
    this.#engine = engine;
    this.#state = state;
  }

  request(query: EngineQuery, options: RequestOptions): Promise<unknown> {
    return this.#engine.request(query, options);
  }

  requestBatch(queries: readonly EngineQuery[], options: RequestOptions): Promise<unknown> {
    return this.#engine.requestBatch(queries, options);
  }

  transaction(action: unknown, headers: unknown, argument: unknown): Promise<unknown> {
    if (this.#state.over && action !== 'rollback') {
      return Promise.reject(
        new DbError(
          'TRANSACTION_EXPIRED',
          'The outer transaction ended before the nested one. Await the nested one.',
        ),
      );
    }
    return this.#engine.transaction(action, headers, argument);
  }
}
