import type { TenantClient, TenantTransaction } from '@org/db';

import { TENANT_ROLE_PREFIX } from '../held-role.ts';
import type { RoleView } from './role-view.ts';

/** All roles that a user of the tenant can hold: those of the systems, then the tenant's own. */
export async function listRoles(client: TenantClient | TenantTransaction): Promise<RoleView[]> {
  const include = { permissions: { orderBy: { permissionKey: 'asc' } } } as const;
  const [roles, own] = await Promise.all([
    client.role.findMany({ include, orderBy: [{ system: 'asc' }, { name: 'asc' }] }),
    client.tenantRole.findMany({ include, orderBy: { name: 'asc' } }),
  ]);
  return [
    ...roles.map(({ system, ...role }) => toView(role, system, false)),
    ...own.map((role) => toView(role, TENANT_ROLE_PREFIX, true)),
  ];
}

interface RoleRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly { readonly permissionKey: string }[];
}

function toView({ id, name, description, permissions }: RoleRow, prefix: string, own: boolean): RoleView {
  const keys = permissions.map(({ permissionKey }) => permissionKey);
  return { id, name: `${prefix}:${name}`, description, own, permissions: keys };
}
