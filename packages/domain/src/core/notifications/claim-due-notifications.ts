import type { TenantClient } from '@org/db';

import type { OutgoingNotification } from './notification-gateway.ts';

/** A notification that this caller, and no other, may send until its lease ends; no recipient when he is gone. */
export interface ClaimedNotification extends Omit<OutgoingNotification, 'recipient'> {
  readonly recipientKind: 'user' | 'portal_user';
  readonly recipientId: string;
  readonly recipientName: string | null;
  readonly recipientEmail: string | null;
}

export interface ClaimNotificationsOptions {
  readonly limit: number;
  /** How long the caller has to record a result, in milliseconds: more than the time-out of an attempt. */
  readonly leaseMs: number;
}

/**
 * Takes notifications of one tenant that are due for a gateway, and counts the attempt. Each is given to one caller; one
 * that dies loses its lease, and the notification is sent again.
 */
export async function claimDueNotifications(
  client: TenantClient,
  { limit, leaseMs }: ClaimNotificationsOptions,
): Promise<ClaimedNotification[]> {
  return await client.$queryRaw<ClaimedNotification[]>`
    WITH due AS (
      SELECT id FROM core.notifications
      WHERE tenant_id = core.current_tenant_id() AND channel <> 'IN_APP'
        AND delivered_at IS NULL AND failed_at IS NULL AND next_attempt_at <= now()
      ORDER BY next_attempt_at LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE core.notifications
      SET attempts = attempts + 1,
          next_attempt_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
      WHERE tenant_id = core.current_tenant_id() AND id = ANY (ARRAY(SELECT id FROM due))
      RETURNING *
    )
    SELECT c.id, c.tenant_id AS "tenantId", c.channel::text AS channel, c.type::text AS type, c.title, c.body,
      c.created_at AS "createdAt", c.attempts AS attempt,
      CASE WHEN c.user_id IS NULL THEN 'portal_user' ELSE 'user' END AS "recipientKind",
      coalesce(c.user_id, c.portal_user_id) AS "recipientId",
      coalesce(u.name, p.name) AS "recipientName", coalesce(u.email, p.email) AS "recipientEmail"
    FROM claimed AS c
    LEFT JOIN core.users AS u
      ON u.tenant_id = c.tenant_id AND u.id = c.user_id AND u.deleted_at IS NULL AND u.status = 'ACTIVE'
    LEFT JOIN commerce.portal_users AS p
      ON p.tenant_id = c.tenant_id AND p.id = c.portal_user_id AND p.deleted_at IS NULL AND p.status = 'ACTIVE'
    ORDER BY c.created_at, c.id`;
}
