import type { TenantClient } from '@org/db';
import { permissionsOf, rolesWithPermissions } from './held-role.ts';

/** All permissions that a user has by roles of the system and of the tenant, sorted, each once. */
export async function permissionsOfUser(
  client: Pick<TenantClient, 'userRole'>,
  userId: string,
): Promise<string[]> {
  return permissionsOf(await client.userRole.findMany({ where: { userId }, include: rolesWithPermissions }));
}
