import { servicesOf } from '../client/services-of.ts';
import { DbError } from '../errors/db-error.ts';
import type { DataKeys } from './data-keys.ts';

/** The tenant of a client, and its keys. @throws DbError TENANT_CONTEXT_MISSING, QUERY_INVALID */
export function tenantKeysOf(client: object): { readonly tenantId: string; readonly dataKeys: DataKeys } {
  const { context, services } = servicesOf(client);
  if (!context) throw new DbError('TENANT_CONTEXT_MISSING', 'Encryption needs a client of forTenant().');
  return { tenantId: context.tenantId, dataKeys: services.dataKeys };
}
