import { DbError } from '../errors/db-error.ts';
import type { TenantContext } from '../tenant/context.ts';
import type { Services } from '../tenant/services.ts';
import { scopeOf } from './scope-of.ts';

/** The services behind a client. @throws DbError QUERY_INVALID for anything but a client of this package */
export function servicesOf(client: object): { context: TenantContext | undefined; services: Services } {
  const scope = scopeOf(client);
  if (!scope?.services)
    throw new DbError('QUERY_INVALID', 'This needs a client of forTenant() or asAdmin().');
  return { context: scope.context, services: scope.services };
}
