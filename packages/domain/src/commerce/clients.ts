import type { TenantClient } from '@org/db';

import { DomainError } from '../errors.ts';
import { type CommerceSettings, loadSettings } from './settings.ts';

/**
 * The two contexts of a portal user's request. What the user sees, and its cart, go through `portal`, where the
 * database shows nothing else. Settings, tax rates and placing the order itself need `tenant`: the tenant's rights,
 * with the portal user as the one who acts.
 */
export interface PortalClients {
  /** Made with `portalUser`. */
  readonly portal: TenantClient;
  /** Made with `actingPortalUserId`. */
  readonly tenant: TenantClient;
  /** The portal user's. */
  readonly customerId: string;
}

/** Staff works with one client that has the tenant's rights, a portal user with two. */
export type Clients = TenantClient | PortalClients;

/** Whether these are a portal user's. */
export function isPortal(clients: Clients): clients is PortalClients {
  return 'portal' in clients;
}

/** The client that shows what its user may see. */
export function visibleThrough(clients: Clients): TenantClient {
  return isPortal(clients) ? clients.portal : clients;
}

/** The client that has the tenant's rights: for what a workflow has to know, never for what its user gets to see. */
export function tenantRights(clients: Clients): TenantClient {
  return isPortal(clients) ? clients.tenant : clients;
}

/**
 * Lets a portal user in only where the tenant's portal is on.
 *
 * @throws DomainError PORTAL_DISABLED
 */
export async function requirePortal(clients: PortalClients): Promise<CommerceSettings> {
  const settings = await loadSettings(clients.tenant);
  if (!settings.portalEnabled) throw new DomainError('PORTAL_DISABLED');
  return settings;
}

/**
 * The client to read with.
 *
 * @throws DomainError PORTAL_DISABLED
 */
export async function readThrough(clients: Clients): Promise<TenantClient> {
  if (isPortal(clients)) await requirePortal(clients);
  return visibleThrough(clients);
}

/**
 * The client to change a cart with.
 *
 * @throws DomainError PORTAL_DISABLED, CART_DISABLED
 */
export async function fillCartThrough(clients: Clients): Promise<TenantClient> {
  if (isPortal(clients)) {
    const settings = await requirePortal(clients);
    if (!settings.cartEnabled) throw new DomainError('CART_DISABLED');
  }
  return visibleThrough(clients);
}
