/**
 * Clients bound to a scope, derived from one Prisma client.
 *
 * Prisma has no public way to give a derived client a context of its own: an extension sees single queries, not
 * transactions, and look-ups of one tick are merged across extended clients. So this file, and no other, reaches into
 * Prisma 7.10's client: a derived object (made as `$extends` makes it) gets its own engine, whose calls run within the
 * scope, and its own request handler, so that nothing is merged across scopes.
 *
 * Names relied on: `_engine` {request, requestBatch, transaction}, `_requestHandler` {constructor, request,
 * handleAndLogRequestError}, `_originalClient`, `_appliedParent`, `_extensions`, `_runtimeDataModel`,
 * `_executeRequest`, `_createPrismaPromise`, `_createItxClient`, and the symbol of the transaction scope. `assertShape` looks at them when a
 * database is created.
 */
import { inspect } from 'node:util';
import { Prisma, type PrismaClient } from '../../generated/prisma/client.ts';
import type { DataModel } from '../errors/constraint-fields.ts';
import { DbError } from '../errors/db-error.ts';
import { toDbError } from '../errors/to-db-error.ts';
import type { ClientStats } from '../observability/usage.ts';
import type { TableOf, Watch } from '../observability/watch.ts';
import type { Request } from '../operations/pipeline.ts';
import { createPipeline } from '../operations/stages.ts';
import type { EngineQuery } from '../replicas/reading.ts';
import { ScopedPool } from '../tenant/context-pool.ts';
import { currentScope, listenTo, type Scope } from '../tenant/scope.ts';
import type { TenantPool } from '../tenant/tenant-pool.ts';
import {
  type EngineInternals,
  NestedEngine,
  type RequestOptions,
  type TransactionState,
} from '../transactions/nested-engine.ts';
import {
  checkTransactionOptions,
  refuseNestedOptions,
  type TransactionOptions,
} from '../transactions/options.ts';
import {
  type Callback,
  runRepeatedly,
  runUntilAborted,
  type Start,
} from '../transactions/run-transaction.ts';
import { type ModelSource, withLazyModels } from './lazy-models.ts';
import { type ActingClient, modelFacade, TEMPLATE_PROPERTIES } from './model-facades.ts';
import type { TenantClient } from './tenant-client.ts';
import type { Work } from './work.ts';

type Dictionary = Record<PropertyKey, unknown>;

interface RequestFailure {
  readonly error: unknown;
  readonly modelName?: string;
}

interface HandlerInternals {
  handleAndLogRequestError(failure: RequestFailure): never;
}

interface PromiseInternals {
  readonly spec?: { readonly action?: string };
  requestTransaction?(transaction: unknown): PromiseLike<unknown>;
}

interface RequestInternals extends Request {
  readonly transaction?: object;
}

interface ClientInternals {
  readonly _engine: EngineInternals;
  readonly _requestHandler: object;
  readonly _originalClient: ClientInternals;
  readonly _appliedParent: object;
  readonly _extensions: object;
  readonly _runtimeDataModel: DataModel;
  readonly _createPrismaPromise: (...args: unknown[]) => object;
  readonly _createItxClient: (this: unknown, ...args: unknown[]) => object;
  readonly _executeRequest: (this: unknown, request: RequestInternals) => Promise<unknown>;
  readonly $transaction: (this: unknown, input: unknown, options?: unknown) => Promise<unknown>;
  readonly $queryRaw: (this: unknown, text: TemplateStringsArray) => object;
  readonly $extends: (this: unknown, extension: object) => Dictionary;
}

const TRANSACTION_SCOPE = Symbol.for('prisma.client.transaction.scope_context');
const SCOPE = Symbol('@org/db scope');
const STATE = Symbol('@org/db transaction');

/** The scope of a client made by `ScopedClients`, or of the client inside one of its transactions. */
export function scopeOf(client: object): Scope | undefined {
  return (client as { [SCOPE]?: Scope })[SCOPE];
}

/** Derives clients bound to a scope from one Prisma client, with one engine and one pool for all. */
export class ScopedClients {
  readonly #root: ClientInternals;
  readonly #prototype: object;
  readonly #models: ModelSource;
  readonly #Handler: new (
    client: object,
  ) => HandlerInternals;

  /** @throws DbError PRISMA_INCOMPATIBLE when the client is not built as that of Prisma 7.10 */
  constructor(
    client: PrismaClient,
    pool: TenantPool,
    work: Work,
    watch: (tableOf: TableOf) => Watch | undefined,
  ) {
    this.#root = assertShape(client);
    const { models } = this.#root._runtimeDataModel;
    this.#prototype = sharedPrototype(
      this.#root,
      pool,
      work,
      watch((name) => models[name]?.dbName ?? undefined),
    );
    this.#models = modelSource(this.#root);
    this.#Handler = scopedHandlers(this.#root);
  }

  create(scope: Scope): TenantClient {
    const raw: Dictionary = Object.create(this.#prototype);
    const client = withLazyModels(raw, this.#models);
    raw[SCOPE] = scope;
    raw._originalClient = raw;
    raw._appliedParent = client;
    raw._engine = new ScopedEngine(this.#root._engine, scope, this.#root._runtimeDataModel);
    raw._requestHandler = new this.#Handler(raw);
    return client as unknown as TenantClient;
  }
}

/** A class of request handlers, each a merger of look-ups of its client's own. */
function scopedHandlers(root: ClientInternals): new (client: object) => HandlerInternals {
  const Handler = root._requestHandler.constructor as new (client: object) => HandlerInternals;
  return class ScopedHandler extends Handler {
    override handleAndLogRequestError(failure: RequestFailure): never {
      if (failure.error instanceof DbError) throw failure.error;
      try {
        return super.handleAndLogRequestError(failure);
      } catch (error) {
        throw toDbError(error, { model: failure.modelName, dataModel: root._runtimeDataModel });
      }
    }
  };
}

/** The models, built once around a template of Prisma's own making. */
function modelSource(root: ClientInternals): ModelSource {
  const base = Object.create(root, TEMPLATE_PROPERTIES);
  // An extension that changes nothing, without the cost of one: `append` leaves the list empty.
  const parent = Object.create(base, {
    _originalClient: { value: base },
    _extensions: { value: { append: () => root._extensions } },
  });
  const template = root.$extends.call(parent, {});
  const models = new Map<PropertyKey, object>();
  const names: string[] = [];
  for (const model of Object.keys(root._runtimeDataModel.models)) {
    const name = model.charAt(0).toLowerCase() + model.slice(1);
    names.push(name);
    for (const key of [name, model]) models.set(key, template[name] as object);
  }
  return {
    names,
    has: (name) => models.has(name),
    build: (client, name) => modelFacade(models.get(name) ?? {}, client as ActingClient),
  };
}

/** Prisma's engine, entered with the scope that connections are asked for in. */
class ScopedEngine implements EngineInternals {
  readonly #engine: EngineInternals;
  readonly #scope: Scope;
  readonly #dataModel: DataModel;

  constructor(engine: EngineInternals, scope: Scope, dataModel: DataModel) {
    this.#engine = engine;
    this.#scope = scope;
    this.#dataModel = dataModel;
  }

  request(query: EngineQuery, options: RequestOptions): Promise<unknown> {
    const routing = this.#scope.services?.routing;
    if (!routing || options.interactiveTransaction) {
      return currentScope.run(this.#scope, () => this.#engine.request(query, options));
    }
    return routing.run(this.#scope, [query], (scope) =>
      currentScope.run(scope, () => this.#engine.request(query, options)),
    );
  }

  requestBatch(queries: readonly EngineQuery[], options: RequestOptions): Promise<unknown> {
    const routing = this.#scope.services?.routing;
    const run = (scope: Scope) => currentScope.run(scope, () => this.#engine.requestBatch(queries, options));
    if (!routing || options.transaction?.kind === 'itx') return run(this.#scope);
    if (!options.transaction) return routing.run(this.#scope, queries, run);
    return run(this.#scope).finally(() => routing.wrote(this.#scope));
  }

  async transaction(action: unknown, headers: unknown, argument: unknown): Promise<unknown> {
    try {
      return await currentScope.run(this.#scope, () => this.#engine.transaction(action, headers, argument));
    } catch (error) {
      throw toDbError(error, { dataModel: this.#dataModel });
    } finally {
      if (action === 'commit') this.#scope.services?.routing?.wrote(this.#scope);
    }
  }
}

/** What all scoped clients of one root share. */
function sharedPrototype(
  root: ClientInternals,
  pool: TenantPool,
  work: Work,
  watch: Watch | undefined,
): object {
  /** The transactions handed to promises below, and the scopes they belong to. */
  const owners = new WeakMap<object, Scope>();
  const pipeline = createPipeline();

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

  /** Marks each query with its scope, for `$transaction` to see. */
  function _createPrismaPromise(this: object, ...args: unknown[]): object {
    const promise = root._createPrismaPromise(...args);
    (promise as { [SCOPE]?: Scope | undefined })[SCOPE] = scopeOf(this);
    return promise;
  }

  /** Prisma takes its own proxy off a client first, and does not know the lazy one. */
  function _createItxClient(this: ClientInternals, ...args: unknown[]): object {
    const client = this._appliedParent === this ? this._originalClient : this;
    return root._createItxClient.call(client, ...args);
  }

  async function _executeRequest(this: ClientInternals, request: RequestInternals): Promise<unknown> {
    const scope = scopeOf(this);
    const owner = request.transaction && owners.get(request.transaction);
    if (owner && owner !== scope) throw mixed();
    const begins = !request.transaction && !scope?.admitted;
    if (begins) work.begin();
    if (scope) scope.usage.operations += 1;
    try {
      const execute = (rewritten: RequestInternals) => root._executeRequest.call(this, rewritten);
      if (!watch) return await pipeline.run(request, scope, execute);
      const { model, action = '' } = request;
      return await watch.operation(model, action, scope, () => pipeline.run(request, scope, execute));
    } catch (error) {
      throw toDbError(error, { model: request.model, dataModel: root._runtimeDataModel });
    } finally {
      if (begins) work.end();
    }
  }

  /** A copy: what is counted later is not seen. */
  function $stats(this: object): ClientStats {
    const { operations = 0, statements = 0 } = scopeOf(this)?.usage ?? {};
    return { operations, statements };
  }

  const pools = new WeakMap<Scope, ScopedPool>();
  function poolOf(scope: Scope): ScopedPool {
    const made = pools.get(scope) ?? new ScopedPool(pool, work, scope);
    pools.set(scope, made);
    return made;
  }

  const nothing = { value: undefined };
  return Object.create(root as object, {
    $transaction: { value: $transaction },
    $stats: { value: $stats },
    _createPrismaPromise: { value: _createPrismaPromise },
    _createItxClient: { value: _createItxClient },
    _executeRequest: { value: _executeRequest },
    // What Prisma sets here when a transaction begins is not kept: a log shows a name, not the insides.
    [inspect.custom]: { get: () => () => 'TenantClient {}', set: () => {} },
    $pool: {
      get(this: ClientInternals) {
        const scope = scopeOf(this);
        return scope && poolOf(scope);
      },
    },
    $connect: nothing,
    $disconnect: nothing,
    $on: nothing,
  });
}

const ARRAY_SIGNAL =
  'An array of queries takes no signal of its own: use a client of forTenant(context, { signal }).';

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

function transactionOf(client: object): object | undefined {
  const context = (client as Dictionary)[TRANSACTION_SCOPE] as { txId?: string } | undefined;
  return context?.txId ? { kind: 'itx', id: context.txId, payload: undefined } : undefined;
}

function isPromiseOf(promise: unknown, scope: Scope | undefined): boolean {
  return isPrismaPromise(promise) && scopeOf(promise) === scope;
}

function isPrismaPromise(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Reflect.get(value, Symbol.toStringTag) === 'PrismaPromise'
  );
}

function mixed(): DbError {
  return new DbError(
    'MIXED_CONTEXTS',
    '$transaction([…]) takes queries of the client that it is called on, not yet awaited, and no others.',
  );
}

function assertShape(client: PrismaClient): ClientInternals {
  const root = (client as unknown as Dictionary)._originalClient as Dictionary | undefined;
  const has = (owner: unknown, ...methods: string[]) =>
    methods.every((method) => typeof (owner as Dictionary | undefined)?.[method] === 'function');
  const fits =
    has(root, '$extends', '$transaction', '_executeRequest', '_createPrismaPromise', '_createItxClient') &&
    has(root?._engine, 'request', 'requestBatch', 'transaction') &&
    has(root?._requestHandler, 'request', 'handleAndLogRequestError') &&
    typeof root?._extensions === 'object' &&
    typeof root._runtimeDataModel === 'object';
  if (!fits) {
    throw new DbError(
      'PRISMA_INCOMPATIBLE',
      `Prisma ${Prisma.prismaVersion.client} is not built as this package expects. Use 7.10.0 of @prisma/client.`,
    );
  }
  return root as unknown as ClientInternals;
}
