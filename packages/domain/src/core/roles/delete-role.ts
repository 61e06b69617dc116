import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction, lockName } from '../../shared/in-transaction.ts';
import { type Actor, stayWithinRights } from '../stay-within-rights.ts';
import { ownRoleNameSchema } from './put-role.ts';

const inputSchema = z.strictObject({ name: ownRoleNameSchema });

/**
 * Deletes a role of the tenant's own.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL while somebody holds it, PERMISSION_MISSING
 */
export async function deleteRole(
  client: TenantClient,
  input: z.input<typeof inputSchema> & { readonly actor?: Actor },
): Promise<void> {
  const { actor, ...request } = input;
  const { name } = parseInput(inputSchema, request);
  await inTransaction(client, async (tx) => {
    await lockName(tx, `role:${name}`);
    const role = await tx.tenantRole.findFirst({
      where: { name },
      include: { permissions: true, _count: { select: { users: true } } },
    });
    if (!role) throw new DomainError('NOT_FOUND', 'There is no such role.');
    stayWithinRights(
      actor,
      role.permissions.map(({ permissionKey }) => permissionKey),
    );
    if (role._count.users > 0) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `${role._count.users} users hold this role. Take it from them first.`,
      );
    }
    await tx.tenantRole.deleteMany({ where: { id: role.id } });
  });
}
