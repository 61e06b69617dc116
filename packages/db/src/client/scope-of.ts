import type { Scope } from '../tenant/scope.ts';

/** Under this name a client, and each query that it makes, holds its scope. */
export const SCOPE = Symbol('@org/db scope');

/** The scope of a client made by `ScopedClients`, of the client inside one of its transactions, or of a query. */
export function scopeOf(client: object): Scope | undefined {
  return (client as { [SCOPE]?: Scope })[SCOPE];
}
