import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { ROLE_SYSTEMS, TENANT_ROLE_PREFIX } from './held-role.ts';

/** A role by name: `commerce:sales_rep`, or `tenant:<name>` for one of the tenant's own. */
export const roleNameSchema = z
  .string()
  .max(70)
  .regex(
    /^(core|commerce|workforce|planning|construction|tenant):.+$/,
    'must be `<system>:<name>` or `tenant:<name>`',
  );

/** A role that exists, with what it permits. */
export interface FoundRole {
  readonly name: string;
  /** The column of `user_roles` that holds it. */
  readonly reference: { readonly roleId: string } | { readonly tenantRoleId: string };
  readonly permissions: readonly string[];
}

/** What finding roles needs of the client. */
export type RoleReader = Pick<TenantClient, 'role' | 'tenantRole'>;

/**
 * Finds roles by name.
 *
 * @throws DomainError ROLE_UNKNOWN naming all that do not exist
 */
export async function findRoles(client: RoleReader, names: readonly string[]): Promise<FoundRole[]> {
  const wanted = [...new Set(names)];
  const found = await Promise.all(wanted.map((name) => findRole(client, name)));
  const fields = wanted
    .filter((_, index) => found[index] === null)
    .map((name) => ({ field: 'roles', message: `there is no role ${name}` }));
  if (fields.length > 0) throw new DomainError('ROLE_UNKNOWN', undefined, { fields });
  return found.filter((role) => role !== null);
}

async function findRole(client: RoleReader, name: string): Promise<FoundRole | null> {
  const separator = name.indexOf(':');
  const prefix = name.slice(0, separator);
  const ownName = name.slice(separator + 1);
  if (prefix === TENANT_ROLE_PREFIX) {
    const role = await client.tenantRole.findFirst({
      where: { name: ownName },
      include: { permissions: true },
    });
    return role && { name, reference: { tenantRoleId: role.id }, permissions: keysOf(role.permissions) };
  }
  const system = ROLE_SYSTEMS.find((candidate) => candidate === prefix);
  if (!system) return null;
  const role = await client.role.findFirst({
    where: { system, name: ownName },
    include: { permissions: true },
  });
  return role && { name, reference: { roleId: role.id }, permissions: keysOf(role.permissions) };
}

const keysOf = (granted: readonly { permissionKey: string }[]) => granted.map((one) => one.permissionKey);
