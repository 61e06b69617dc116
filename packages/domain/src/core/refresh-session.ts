import type { Db } from '@org/db';
import { z } from 'zod';
import { DomainError, type DomainErrorCode } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { OpenSession } from './account.ts';
import type { AccountStore } from './account-table.ts';
import { isOpenTenant } from './open-tenant.ts';
import { recordEvent } from './record-event.ts';
import { createRefreshToken, hashRefreshToken } from './refresh-token.ts';
import type { RequestOrigin } from './request-origin.ts';
import { findSessionPlace, type SessionPlace } from './session-place.ts';

export const refreshSessionSchema = z.object({ refreshToken: z.string().min(1).max(200) });

export type RefreshSessionInput = z.input<typeof refreshSessionSchema> & {
  readonly request?: RequestOrigin | undefined;
};

/**
 * Replaces a refresh token by a new one and tells the account as it is now. The session's end does not move.
 *
 * A token is good once. The use of one that was replaced before means that two parties have it: all sessions that
 * come from the same login end, and `session_reuse` is written to the audit. Of two requests at the same moment one
 * wins; the other is told so, and nothing ends. A tenant or an account that may no longer be used ends its sessions.
 *
 * @throws DomainError SESSION_INVALID, SESSION_ALREADY_REFRESHED, PORTAL_DISABLED
 */
export async function refreshSession(db: Db, input: RefreshSessionInput): Promise<OpenSession> {
  const { refreshToken } = parseInput(refreshSessionSchema, input);
  const place = findSessionPlace(db, refreshToken, input.request);
  // A refusal that ends sessions is returned, not thrown: throwing would roll the ending back.
  const outcome = await place.client.$transaction((store) =>
    refresh(store, place, refreshToken, input.request),
  );
  if (typeof outcome === 'string') throw new DomainError(outcome);
  return outcome;
}

async function refresh(
  store: AccountStore,
  { table, tenantId }: SessionPlace,
  refreshToken: string,
  request: RequestOrigin | undefined,
): Promise<OpenSession | DomainErrorCode> {
  const session = await table.findSession(store, hashRefreshToken(refreshToken));
  if (!session || session.revokedAt || session.expiresAt <= new Date()) return 'SESSION_INVALID';
  const { accountId, familyId, expiresAt } = session;
  if (session.rotatedAt) {
    await table.revokeFamily(store, familyId);
    await recordEvent(store, {
      action: 'session_reuse',
      entity: table.entity,
      accountId,
      byAccount: false,
      request,
    });
    return 'SESSION_INVALID';
  }
  const account = (await isOpenTenant(store)) ? await table.load(store, accountId) : null;
  if (!account) {
    await table.revokeFamily(store, familyId);
    return 'SESSION_INVALID';
  }
  await table.admit(store);
  if (!(await table.rotateSession(store, session.id))) return 'SESSION_ALREADY_REFRESHED';
  const next = createRefreshToken({ kind: table.kind, tenantId });
  await table.createSession(store, {
    accountId,
    familyId,
    tokenHash: hashRefreshToken(next),
    expiresAt,
    request,
  });
  return { account, loginId: familyId, refreshToken: next, expiresAt };
}
