import type { TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';

/**
 * Makes sure that a user is the tenant's and not deleted.
 *
 * @throws DomainError NOT_FOUND
 */
export async function requireUser(tx: TenantTransaction, userId: string): Promise<void> {
  const user = await tx.user.findFirst({ where: { id: userId, deletedAt: null }, select: { id: true } });
  if (!user) throw new DomainError('NOT_FOUND', 'There is no such user.');
}
