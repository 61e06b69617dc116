import type { TenantClient, TenantTransaction } from '@org/db';

import type { WorkforceRole } from './views/message.ts';

/** The roles of workforce that a user holds. */
export async function rolesOfUser(
  client: TenantClient | TenantTransaction,
  userId: string,
): Promise<WorkforceRole[]> {
  const held = await client.userRole.findMany({
    where: { userId, role: { system: 'workforce' } },
    select: { role: { select: { name: true } } },
  });
  return held.flatMap(({ role }) => (role ? [role.name as WorkforceRole] : []));
}
