import type { PermissionKey } from '@org/db';
import type { Principal } from './principal.ts';

/** Who may use a route. */
export interface RouteAccess {
  readonly kinds: readonly Principal['kind'][];
  /** All of them are needed. */
  readonly permissions: readonly PermissionKey[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set it by `staffOnly`, `portalOnly` or `staffAndPortal`. A route below /v1 without it does not start. */
    access?: RouteAccess;
  }
}

/** For the `config` of a route that serves staff who hold all these permissions. */
export function staffOnly(...permissions: PermissionKey[]): { access: RouteAccess } {
  return { access: { kinds: ['staff'], permissions } };
}

/** For the `config` of a route that serves portal users who hold all these permissions. */
export function portalOnly(...permissions: PermissionKey[]): { access: RouteAccess } {
  return { access: { kinds: ['portal'], permissions } };
}

/** For the `config` of a route that serves both; what a portal user sees there is narrowed by the database. */
export function staffAndPortal(...permissions: PermissionKey[]): { access: RouteAccess } {
  return { access: { kinds: ['staff', 'portal'], permissions } };
}
