import type { TenantClient } from '@org/db';
import type { RequestOrigin } from './request-origin.ts';

/** Something that happened to an account and changes no row that a trigger would audit. */
export interface AccountEvent {
  readonly action: 'login' | 'login_failed' | 'logout' | 'session_reuse' | 'password_change';
  readonly entity: 'User' | 'PortalUser';
  /** The account, where there is one. */
  readonly accountId: string | null;
  /** Whether the account itself acted; a failed login proves nothing about who tried. */
  readonly byAccount: boolean;
  readonly payload?: Readonly<Record<string, string>>;
  readonly request?: RequestOrigin | undefined;
}

/** Writes an event to the audit of the client's tenant. Never give it a password or a token. */
export async function recordEvent(
  client: Pick<TenantClient, 'auditLog'>,
  event: AccountEvent,
): Promise<void> {
  const { entity, accountId, byAccount, request } = event;
  // createMany sends no RETURNING: an entry is written, not read back.
  await client.auditLog.createMany({
    data: [
      {
        actorType: !byAccount ? 'SYSTEM' : entity === 'User' ? 'USER' : 'PORTAL_USER',
        actorId: byAccount ? accountId : null,
        action: event.action,
        entity,
        entityId: accountId,
        payload: { ...event.payload },
        ip: request?.ip ?? null,
        userAgent: request?.userAgent ?? null,
        requestId: request?.id ?? null,
      },
    ],
  });
}
