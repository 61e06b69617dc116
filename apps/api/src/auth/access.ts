import type { PermissionKey } from '@org/db';

/** Who may use a route. */
export interface RouteAccess {
  /** Portal users too, not only staff. */
  readonly portal: boolean;
  /** All of them are needed. */
  readonly permissions: readonly PermissionKey[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set it by `staffOnly` or `staffAndPortal`. A route below /v1 without it does not start. */
    access?: RouteAccess;
  }
}

/** For the `config` of a route that serves staff who hold all these permissions. */
export function staffOnly(...permissions: PermissionKey[]): { access: RouteAccess } {
  return { access: { portal: false, permissions } };
}

/** For the `config` of a route that serves both; what a portal user sees there is narrowed by the database. */
export function staffAndPortal(...permissions: PermissionKey[]): { access: RouteAccess } {
  return { access: { portal: true, permissions } };
}
