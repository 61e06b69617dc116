import type { DataModel } from '../errors/constraint-fields.ts';
import { toDbError } from '../errors/to-db-error.ts';
import type { EngineQuery } from '../tenant/engine-query.ts';
import { currentScope, type Scope } from '../tenant/scope.ts';
import type { EngineInternals, RequestOptions } from '../transactions/nested-engine.ts';

/** Prisma's engine, entered with the scope that connections are asked for in. */
export class ScopedEngine implements EngineInternals {
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
