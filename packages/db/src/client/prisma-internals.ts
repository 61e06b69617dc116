/**
 * What is used of Prisma 7.10's client beyond its public side.
 *
 * Prisma has no public way to give a derived client a context of its own: an extension sees single queries, not
 * transactions, and look-ups of one tick are merged across extended clients. So a derived object (made as `$extends`
 * makes it) gets its own engine, whose calls run within the scope, and its own request handler, so that nothing is merged
 * across scopes.
 *
 * Names relied on: `_engine` {request, requestBatch, transaction}, `_requestHandler` {constructor, request,
 * handleAndLogRequestError}, `_originalClient`, `_appliedParent`, `_extensions`, `_runtimeDataModel`, `_executeRequest`,
 * `_createPrismaPromise`, `_createItxClient`, and the symbol of the transaction scope. `assertShape` looks at them when a
 * database is created.
 */
import { Prisma, type PrismaClient } from '../../generated/prisma/client.ts';
import type { DataModel } from '../errors/constraint-fields.ts';
import { DbError } from '../errors/db-error.ts';
import type { Request } from '../operations/pipeline.ts';
import type { EngineInternals } from '../transactions/nested-engine.ts';

export type Dictionary = Record<PropertyKey, unknown>;

export interface RequestFailure {
  readonly error: unknown;
  readonly modelName?: string;
}

export interface HandlerInternals {
  handleAndLogRequestError(failure: RequestFailure): never;
}

export interface PromiseInternals {
  readonly spec?: { readonly action?: string };
  requestTransaction?(transaction: unknown): PromiseLike<unknown>;
}

export interface RequestInternals extends Request {
  readonly transaction?: object;
}

export interface ClientInternals {
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

/** The interactive transaction that a client belongs to, as queries name it. */
export function transactionOf(client: object): object | undefined {
  const context = (client as Dictionary)[TRANSACTION_SCOPE] as { txId?: string } | undefined;
  return context?.txId ? { kind: 'itx', id: context.txId, payload: undefined } : undefined;
}

export function isPrismaPromise(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Reflect.get(value, Symbol.toStringTag) === 'PrismaPromise'
  );
}

/** @throws DbError PRISMA_INCOMPATIBLE when the client is not built as that of Prisma 7.10 */
export function assertShape(client: PrismaClient): ClientInternals {
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
