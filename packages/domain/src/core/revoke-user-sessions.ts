import type { TenantClient } from '@org/db';
import { revokeAll } from './revoke-all.ts';

/** Ends all refresh sessions of a user. `currentAccount` knows them no more. */
export async function revokeUserSessions(
  client: Pick<TenantClient, 'session'>,
  userId: string,
): Promise<void> {
  await revokeAll(() =>
    client.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: new Date() } }),
  );
}
