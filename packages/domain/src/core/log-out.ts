import type { Db } from '@org/db';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { recordEvent } from './record-event.ts';
import { type RefreshSessionInput, refreshSessionSchema } from './refresh-session.ts';
import { hashRefreshToken } from './refresh-token.ts';
import { findSessionPlace } from './session-place.ts';

/**
 * Ends all sessions that come from the login of this refresh token, and writes `logout` to the audit. Doing so twice
 * is no error.
 *
 * @throws DomainError SESSION_INVALID when the token is malformed or unknown
 */
export async function logOut(db: Db, input: RefreshSessionInput): Promise<void> {
  const { refreshToken } = parseInput(refreshSessionSchema, input);
  const { client, table } = findSessionPlace(db, refreshToken, input.request);
  await client.$transaction(async (store) => {
    const session = await table.findSession(store, hashRefreshToken(refreshToken));
    if (!session) throw new DomainError('SESSION_INVALID');
    if (session.revokedAt) return;
    await table.revokeFamily(store, session.familyId);
    await recordEvent(store, {
      action: 'logout',
      entity: table.entity,
      accountId: session.accountId,
      byAccount: true,
      request: input.request,
    });
  });
}
