import type { Db, TenantClient } from '@org/db';
import type { CommerceActor, CommerceClients } from '@org/domain';
import type { FastifyRequest } from 'fastify';
import { requestOrigin } from '../http/request-origin.ts';

/**
 * The database for selling. Staff has the tenant's rights; a portal user sees what the database shows to it, and what
 * it may do beyond that, such as placing its order, is done with the tenant's rights in its name.
 */
export function commerceClients(db: Db, request: FastifyRequest): CommerceClients {
  const { principal, tenant } = request;
  if (principal.kind === 'staff') return tenant;
  const { tenantId, id, customerId } = principal;
  return {
    portal: tenant,
    tenant: db.forTenant({ tenantId, actingPortalUserId: id, request: requestOrigin(request) }),
    customerId,
  };
}

/**
 * The database for looking after portal users. A customer's administrator may only see itself, so the service acts for it
 * with the tenant's rights; `own` keeps it to its customer.
 */
export function portalManagement(
  db: Db,
  request: FastifyRequest,
): { client: TenantClient; own: { customerId?: string } } {
  const { principal, tenant } = request;
  if (principal.kind === 'staff') return { client: tenant, own: {} };
  const { tenantId, id, customerId } = principal;
  const client = db.forTenant({ tenantId, actingPortalUserId: id, request: requestOrigin(request) });
  return { client, own: { customerId } };
}

/** Who buys or sells, and whether he may approve. */
export function commerceActor({ principal }: FastifyRequest): CommerceActor {
  return principal.kind === 'portal'
    ? { kind: 'portal', portalUserId: principal.id, customerId: principal.customerId }
    : { kind: 'staff', ...staffActor(principal) };
}

/** A member of staff who sells, and whether he may approve. */
export function staffActor(principal: { readonly id: string; readonly permissions: readonly string[] }) {
  return { userId: principal.id, mayApprove: principal.permissions.includes('orders:approve') };
}
