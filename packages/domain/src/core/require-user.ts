import type { TenantClient, TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';

/**
 * Makes sure that a user is the tenant's and not deleted; nobody at all is fine.
 *
 * @throws DomainError NOT_FOUND
 */
export async function requireUser(
  client: TenantClient | TenantTransaction,
  userId: string | null | undefined,
): Promise<void> {
  if (!userId) return;
  const user = await client.user.findFirst({ where: { id: userId }, select: { id: true } });
  if (!user) throw new DomainError('NOT_FOUND', 'There is no such user.');
}
