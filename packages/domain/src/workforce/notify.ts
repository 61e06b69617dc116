import type { TenantTransaction } from '@org/db';

/** What a notification says. */
export interface Notice {
  readonly type: 'INFO' | 'WARNING' | 'URGENT' | 'EMERGENCY' | 'SYSTEM';
  readonly title: string;
  readonly body?: string;
}

/** Tells a user. */
export async function notifyUser(tx: TenantTransaction, userId: string, notice: Notice): Promise<void> {
  await tx.notification.createMany({ data: [{ userId, ...notice }] });
}

/** Tells everybody who supervises: the active users with the role SUPERVISOR or ADMIN of workforce. */
export async function notifySupervisors(tx: TenantTransaction, notice: Notice): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO core.notifications (user_id, type, title, body)
    SELECT DISTINCT u.id, ${notice.type}::core.notification_type, ${notice.title}, ${notice.body ?? ''}
    FROM core.user_roles AS held
    JOIN core.roles AS r ON r.id = held.role_id AND r.system = 'workforce' AND r.name IN ('SUPERVISOR', 'ADMIN')
    JOIN core.users AS u ON u.tenant_id = held.tenant_id AND u.id = held.user_id
    WHERE u.deleted_at IS NULL AND u.status = 'ACTIVE'`;
}
