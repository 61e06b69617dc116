import type { StepCount } from '../report.ts';
import { ROLES, type RoleSystem } from '../roles.ts';
import type { SeedTransaction } from '../seed-database.ts';

/** Ids of the roles by {@link roleKey}. */
export type RoleIds = ReadonlyMap<string, string>;

/** The name by which logins and look-ups know a role, such as `commerce:sales_rep`. */
export function roleKey(role: { readonly system: RoleSystem; readonly name: string }): string {
  return `${role.system}:${role.name}`;
}

/**
 * Writes the roles that are missing, and what they may do. A role that was there gets new permissions only: one that
 * the platform took from it is not given back.
 * @param createdPermissions keys of the permissions that this run has written
 */
export async function seedRoles(
  tx: SeedTransaction,
  createdPermissions: ReadonlySet<string>,
): Promise<{ roles: StepCount; grants: StepCount }> {
  const before = await readRoleIds(tx);
  const missing = ROLES.filter((role) => !before.has(roleKey(role)));
  if (missing.length > 0) {
    await tx.role.createMany({
      data: missing.map(({ system, name, description }) => ({ system, name, description })),
    });
  }

  const after = missing.length > 0 ? await readRoleIds(tx) : before;
  const wanted = ROLES.flatMap((role) => {
    const roleId = roleIdOf(after, role);
    const isNew = !before.has(roleKey(role));
    return [...new Set(role.permissions)].map((permissionKey) => ({ roleId, permissionKey, isNew }));
  });
  const grants = wanted.filter((grant) => grant.isNew || createdPermissions.has(grant.permissionKey));
  if (grants.length > 0) {
    await tx.rolePermission.createMany({
      data: grants.map(({ roleId, permissionKey }) => ({ roleId, permissionKey })),
    });
  }
  return {
    roles: { created: missing.length, unchanged: ROLES.length - missing.length },
    grants: { created: grants.length, unchanged: wanted.length - grants.length },
  };
}

/** Reads the ids of all roles. */
export async function readRoleIds(tx: SeedTransaction): Promise<RoleIds> {
  const roles = await tx.role.findMany({ select: { id: true, system: true, name: true } });
  return new Map(roles.map((role) => [roleKey(role), role.id]));
}

/** The id of a role that {@link seedRoles} has written or found. */
export function roleIdOf(ids: RoleIds, role: { readonly system: RoleSystem; readonly name: string }): string {
  const id = ids.get(roleKey(role));
  if (id === undefined) {
    throw new Error(`the role ${roleKey(role)} was deleted while the seeds ran`);
  }
  return id;
}
