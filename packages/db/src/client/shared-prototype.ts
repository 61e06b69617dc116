import { inspect } from 'node:util';
import { toDbError } from '../errors/to-db-error.ts';
import type { ClientStats } from '../observability/usage.ts';
import type { Watch } from '../observability/watch.ts';
import { createPipeline, type TenantFields } from '../operations/stages.ts';
import { ScopedPool } from '../tenant/context-pool.ts';
import type { Scope } from '../tenant/scope.ts';
import type { TenantPool } from '../tenant/tenant-pool.ts';
import { transactionsOf } from '../transactions/transact.ts';
import type { ClientInternals, RequestInternals } from './prisma-internals.ts';
import { SCOPE, scopeOf } from './scope-of.ts';
import type { Work } from './work.ts';

/** What all scoped clients of one root share. */
export function sharedPrototype(
  root: ClientInternals,
  pool: TenantPool,
  work: Work,
  watch: Watch | undefined,
  distributed: boolean,
): object {
  const { $transaction, refuseForeign } = transactionsOf(root, work, watch);
  const pipeline = createPipeline(distributed ? tenantFieldOf(root._runtimeDataModel) : undefined);

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
    refuseForeign(scope, request.transaction);
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

/** The field that holds the tenant in all rows of a model. */
function tenantFieldOf({ models }: ClientInternals['_runtimeDataModel']): TenantFields {
  return (model) => {
    if (model === 'Tenant') return 'id';
    return models[model]?.fields.some(({ name }) => name === 'tenantId') ? 'tenantId' : undefined;
  };
}
