import { PERMISSIONS, type TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction, lockName } from '../../shared/in-transaction.ts';
import { type Actor, stayWithinRights } from '../stay-within-rights.ts';
import { listRoles } from './list-roles.ts';
import type { RoleView } from './role-view.ts';

/** A role of the tenant's own, as a request says it. */
export const roleRequestSchema = z.strictObject({
  description: z.string().trim().max(255).default(''),
  permissions: z
    .array(z.string().refine((key) => Object.hasOwn(PERMISSIONS, key), 'there is no such permission'))
    .max(200)
    .transform((keys) => [...new Set(keys)].sort()),
});

/** The name of a role of the tenant's own, without `tenant:`. */
export const ownRoleNameSchema = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be like sales_assistant');

const inputSchema = roleRequestSchema.extend({ name: ownRoleNameSchema });

/**
 * Makes a role of the tenant's own, or replaces what it permits; who holds it has that at his next refresh.
 *
 * Nobody can give a role more than he has, nor change one that permits more.
 *
 * @throws DomainError INPUT_INVALID, PERMISSION_MISSING
 */
export async function putRole(
  client: TenantClient,
  input: z.input<typeof inputSchema> & { readonly actor?: Actor },
): Promise<RoleView> {
  const { actor, ...request } = input;
  const { name, description, permissions } = parseInput(inputSchema, request);
  stayWithinRights(actor, permissions);
  return inTransaction(client, async (tx) => {
    await lockName(tx, `role:${name}`);
    const present = await tx.tenantRole.findFirst({ where: { name }, include: { permissions: true } });
    const held = present?.permissions.map(({ permissionKey }) => permissionKey) ?? [];
    stayWithinRights(actor, held);
    if (present) await tx.tenantRole.updateMany({ where: { id: present.id }, data: { description } });
    const { id: tenantRoleId } =
      present ?? (await tx.tenantRole.create({ data: { name, description }, select: { id: true } }));
    await tx.tenantRolePermission.deleteMany({
      where: { tenantRoleId, permissionKey: { notIn: permissions } },
    });
    const added = permissions.filter((key) => !held.includes(key));
    await tx.tenantRolePermission.createMany({
      data: added.map((permissionKey) => ({ tenantRoleId, permissionKey })),
    });
    const role = (await listRoles(tx)).find(({ id }) => id === tenantRoleId);
    if (!role) throw new DomainError('NOT_FOUND', 'The role was deleted meanwhile.');
    return role;
  });
}
