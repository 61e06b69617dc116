import type { PermissionKey } from '@org/db';
import { HttpProblem } from '../http/problem.ts';
import type { Principal } from './principal.ts';

/**
 * Refuses who lacks one of these permissions. For what depends on the request; what a whole route needs is said in
 * its `access`.
 *
 * @throws HttpProblem 403 PERMISSION_MISSING
 */
export function requirePermission(principal: Principal, ...permissions: readonly PermissionKey[]): void {
  const missing = permissions.filter((permission) => !principal.permissions.includes(permission));
  if (missing.length === 0) return;
  throw new HttpProblem(403, 'PERMISSION_MISSING', `This needs the permission ${missing.join(', ')}.`, {
    headers: {
      'www-authenticate': `Bearer realm="org-api", error="insufficient_scope", scope="${missing.join(' ')}"`,
    },
  });
}
