import {
  type ClientInternals,
  isPrismaPromise,
  type PromiseInternals,
  transactionOf,
} from '../client/prisma-internals.ts';
import { scopeOf } from '../client/scope-of.ts';
import { ScopedEngine } from '../client/scoped-engine.ts';
import type { Work } from '../client/work.ts';
import { DbError } from '../errors/db-error.ts';
import { toDbError } from '../errors/to-db-error.ts';
import type { Watch } from '../observability/watch.ts';
import { listenTo, type Scope } from '../tenant/scope.ts';
import { NestedEngine, type TransactionState } from './nested-engine.ts';
import { checkTransactionOptions, refuseNestedOptions, type TransactionOptions } from './options.ts';
import { type Callback, runRepeatedly, runUntilAborted, type Start } from './run-transaction.ts';

const STATE = Symbol('@org/db transaction');
const ARRAY_SIGNAL =
  'An array of queries takes no signal of its own: use a client of forTenant(context, { signal }).';

/** `$transaction` of all clients that are derived from one, and whose transaction a query was handed to. */
export interface Transactions {
  readonly $transaction: (
    this: ClientInternals,
    input: unknown,
    options?: TransactionOptions,
  ) => Promise<unknown>;
  /** @throws DbError MIXED_CONTEXTS when a query of one client was put into a transaction of another */
  readonly refuseForeign: (scope: Scope | undefined, transaction: object | undefined) => void;
}

/** Runs transactions for the clients derived from `root`. */
export function transactionsOf(root: ClientInternals, work: Work, watch: Watch | undefined): Transactions {
  /** The transactions handed to queries of an array, and the scopes they belong to. */
  const owners = new WeakMap<object, Scope>();

  async function $transaction(
    this: ClientInternals,
    input: unknown,
    options?: TransactionOptions,
  ): Promise<unknown> {
    const scope = scopeOf(this);
    const outer = transactionOf(this);
    if (outer) {
      refuseNestedOptions(options);
      const nested = nestedClient(this);
      if (Array.isArray(input)) return await inTransaction(nested, input, scope, outer);
      return await root.$transaction.call(nested, input, {});
    }
    if (options) checkTransactionOptions(options);
    const run = () => outermost(this, input, options?.retry && watch ? watch.retries(options) : options);
    const admitted = () => (scope?.admitted ? run() : work.run(run));
    return await (watch ? watch.operation(undefined, 'transaction', scope, admitted) : admitted());
  }

  async function outermost(
    client: ClientInternals,
    input: unknown,
    options: TransactionOptions | undefined,
  ): Promise<unknown> {
    const start: Start<unknown> = (work, own) => root.$transaction.call(client, work, own);
    if (Array.isArray(input)) return await batch(client, start, input, options);
    const signal = signalOf(scopeOf(client)?.signal, options?.signal);
    const begin: Start<Callback> = async (callback, own) => {
      const state: TransactionState = { over: false };
      const outer = outerClient(client, state, signal);
      const run: Start<Callback> = (work, prisma) => root.$transaction.call(outer, work, prisma);
      const work: Callback = async (transaction) => {
        try {
          return await callback(transaction);
        } finally {
          state.over = true;
        }
      };
      return signal ? await runUntilAborted(run, work, own, signal) : await run(work, own);
    };
    return await runRepeatedly(begin, input as Callback, { ...options, ...(signal ? { signal } : {}) });
  }

  /** The client as one transaction uses it: with a connection that listens to its signal, and a note of its state. */
  function outerClient(
    client: ClientInternals,
    state: TransactionState,
    signal: AbortSignal | undefined,
  ): ClientInternals {
    const scope = scopeOf(client);
    const listening = scope && signal && scope.signal !== signal;
    // An extended client is its own parent's child; a plain one's proxy is not known to Prisma.
    return Object.create(client._appliedParent === client ? client._originalClient : client, {
      [STATE]: { value: state },
      // Its connections are others than the transaction's.
      $pool: { value: undefined },
      ...(listening
        ? {
            _engine: {
              value: new ScopedEngine(root._engine, listenTo(scope, signal), root._runtimeDataModel),
            },
          }
        : {}),
    });
  }

  function nestedClient(client: ClientInternals): ClientInternals {
    const state = (client as { [STATE]?: TransactionState })[STATE] ?? { over: false };
    return Object.create(client, { _engine: { value: new NestedEngine(client._engine, state) } });
  }

  async function batch(
    client: ClientInternals,
    start: Start<unknown>,
    promises: readonly unknown[],
    options: TransactionOptions = {},
  ): Promise<unknown> {
    const scope = scopeOf(client);
    if (options.signal) throw new DbError('OPTIONS_INVALID', ARRAY_SIGNAL);
    if (!promises.every((promise) => isPromiseOf(promise, scope))) throw mixed();
    try {
      if (!isSentAlone(promises, options)) return await runRepeatedly(start, promises, options);
      const results = await runRepeatedly(start, [...promises, client.$queryRaw`SELECT 1`], options);
      return (results as unknown[]).slice(0, -1);
    } catch (error) {
      throw toDbError(error);
    }
  }

  /** Prisma would run the array beside the transaction, on another connection; here it becomes a savepoint of it. */
  async function inTransaction(
    client: ClientInternals,
    promises: readonly unknown[],
    scope: Scope | undefined,
    transaction: object,
  ): Promise<unknown> {
    if (scope) owners.set(transaction, scope);
    return await root.$transaction.call(
      client,
      async () => {
        const results: unknown[] = [];
        for (const promise of promises as PromiseInternals[]) {
          if (!isPrismaPromise(promise) || !promise.requestTransaction) throw mixed();
          results.push(await promise.requestTransaction(transaction));
        }
        return results;
      },
      {},
    );
  }

  function refuseForeign(scope: Scope | undefined, transaction: object | undefined): void {
    const owner = transaction && owners.get(transaction);
    if (owner && owner !== scope) throw mixed();
  }

  return { $transaction, refuseForeign };
}

/** Prisma sends one query, and look-ups that it merges into one, without a transaction: isolation level and time-out would be lost. */
function isSentAlone(promises: readonly unknown[], options: TransactionOptions): boolean {
  const { isolationLevel, maxWait, timeout } = options;
  if (isolationLevel === undefined && maxWait === undefined && timeout === undefined) return false;
  const isLookUp = (promise: unknown) =>
    (promise as PromiseInternals).spec?.action?.startsWith('findUnique') === true;
  return promises.length === 1 || (promises.length > 1 && promises.every(isLookUp));
}

function signalOf(...signals: (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}

function isPromiseOf(promise: unknown, scope: Scope | undefined): boolean {
  return isPrismaPromise(promise) && scopeOf(promise) === scope;
}

function mixed(): DbError {
  return new DbError(
    'MIXED_CONTEXTS',
    '$transaction([…]) takes queries of the client that it is called on, not yet awaited, and no others.',
  );
}
