import type { TenantContext } from '@org/db';
import type { Account, RequestOrigin } from '@org/domain';

/** A member of staff who makes a request. */
interface StaffPrincipal {
  readonly kind: 'staff';
  readonly id: string;
  /** The login that his token is of. */
  readonly loginId?: string;
  /** The API key that acts in his name. */
  readonly apiKeyId?: string;
  readonly tenantId: string;
  readonly permissions: readonly string[];
}

/** A customer's user who makes a request. */
interface PortalPrincipal {
  readonly kind: 'portal';
  readonly id: string;
  /** The login that its token is of. */
  readonly loginId?: string;
  readonly tenantId: string;
  readonly permissions: readonly string[];
  readonly customerId: string;
  readonly tier: 'basic' | 'standard' | 'premium';
}

/** Who makes a request, as the access token says. */
export type Principal = StaffPrincipal | PortalPrincipal;

/** What an access token says of an account. */
export function principalOf(account: Account): Principal {
  const { id, tenantId, permissions } = account;
  return account.kind === 'staff'
    ? { kind: 'staff', id, tenantId, permissions }
    : { kind: 'portal', id, tenantId, permissions, customerId: account.customerId, tier: account.tier };
}

/** The context in which the database is used for a principal. */
export function contextOf(principal: Principal, request: RequestOrigin): TenantContext {
  const { tenantId } = principal;
  if (principal.kind === 'staff') {
    const { id: userId, apiKeyId } = principal;
    return { tenantId, userId, ...(apiKeyId === undefined ? {} : { apiKeyId }), request };
  }
  const { id, customerId, tier } = principal;
  return { tenantId, portalUser: { id, customerId, tier }, request };
}
