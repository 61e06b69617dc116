import { DbError } from '../errors/db-error.ts';
import type { Endpoint } from './endpoint.ts';

/** A tenant found by its slug. */
export interface ResolvedTenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly status: 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'ARCHIVED';
  /** False for suspended tenants: their users must not be let in. Archived ones are unknown. */
  readonly usable: boolean;
}

/**
 * Finds a tenant by its slug, before there is a context.
 *
 * @throws DbError TENANT_UNKNOWN when there is none, or it is archived
 */
export async function resolveTenant(endpoint: Endpoint, slug: string): Promise<ResolvedTenant> {
  const rows = await endpoint.query<Omit<ResolvedTenant, 'usable'>>(
    'select id, slug, name, status::text as status from core.resolve_tenant($1::text)',
    [slug],
  );
  const tenant = rows[0];
  if (!tenant || tenant.status === 'ARCHIVED') throw new DbError('TENANT_UNKNOWN');
  return Object.freeze({ ...tenant, usable: tenant.status !== 'SUSPENDED' });
}
