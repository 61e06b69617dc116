/** The systems whose roles ship with the platform. */
export const ROLE_SYSTEMS = ['core', 'commerce', 'workforce', 'planning', 'construction'] as const;

/** Prefix of the roles that a tenant defines for itself. */
export const TENANT_ROLE_PREFIX = 'tenant';

/** Prisma's `include` for a held role: what its name and its permissions need. */
export const rolesWithPermissions = {
  role: { include: { permissions: true } },
  tenantRole: { include: { permissions: true } },
} as const;

/** Prisma's `include` for a held role: what its name needs. */
export const rolesWithNames = { role: true, tenantRole: true } as const;

/** One role of a user: the system's or the tenant's own. */
export interface HeldRole {
  readonly role: { readonly system: string; readonly name: string } | null;
  readonly tenantRole: { readonly name: string } | null;
}

/** The name of a role that is unique for a tenant: `commerce:sales_rep`, or `tenant:<name>` for one of its own. */
export function roleName({ role, tenantRole }: HeldRole): string {
  if (role) return `${role.system}:${role.name}`;
  return `${TENANT_ROLE_PREFIX}:${tenantRole?.name ?? ''}`;
}

interface Grants {
  readonly permissions: readonly { readonly permissionKey: string }[];
}

/** All permissions of the roles that an account holds, sorted, each once. */
export function permissionsOf(held: readonly { role: Grants | null; tenantRole: Grants | null }[]): string[] {
  const granted = held.flatMap(({ role, tenantRole }) => [
    ...(role?.permissions ?? []),
    ...(tenantRole?.permissions ?? []),
  ]);
  return [...new Set(granted.map((one) => one.permissionKey))].sort();
}
