import type { PrismaClient } from '../../generated/prisma/client.ts';
import { DbError } from '../errors/db-error.ts';
import { toDbError } from '../errors/to-db-error.ts';
import type { TableOf, Watch } from '../observability/watch.ts';
import type { Scope } from '../tenant/scope.ts';
import type { TenantPool } from '../tenant/tenant-pool.ts';
import { type ModelSource, withLazyModels } from './lazy-models.ts';
import { type ActingClient, modelFacade, TEMPLATE_PROPERTIES } from './model-facades.ts';
import {
  assertShape,
  type ClientInternals,
  type Dictionary,
  type HandlerInternals,
  type RequestFailure,
} from './prisma-internals.ts';
import { SCOPE } from './scope-of.ts';
import { ScopedEngine } from './scoped-engine.ts';
import { sharedPrototype } from './shared-prototype.ts';
import type { TenantClient } from './tenant-client.ts';
import type { Work } from './work.ts';

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
    distributed: boolean,
  ) {
    this.#root = assertShape(client);
    const { models } = this.#root._runtimeDataModel;
    this.#prototype = sharedPrototype(
      this.#root,
      pool,
      work,
      watch((name) => models[name]?.dbName ?? undefined),
      distributed,
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
