import type { PgBoss } from 'pg-boss';

/** A schedule that ran out while no worker was there is made up for, once. */
const MISSED = { tz: 'UTC', missed: 'once' } as const;

const HOUR_SECONDS = 3600;
/** A failed job is tried again after about 1, 2, 4 … minutes. */
const RETRIES = { retryLimit: 5, retryDelay: 60, retryBackoff: true, retryDelayMax: HOUR_SECONDS } as const;

/** What comes again in minutes is not tried again before. */
const NEXT_TIME = { retryLimit: 0 } as const;

export const QUEUES = {
  /** Once a night: one job for each tenant. */
  accountHealth: 'account-health',
  accountHealthOfTenant: 'account-health-tenant',
  /** Once a night: one job for each tenant. */
  planning: 'planning',
  planningOfTenant: 'planning-tenant',
  /** Once a night: one job for each tenant. */
  variance: 'variance',
  varianceOfTenant: 'variance-tenant',
  /** Every ten minutes: one job for each tenant. */
  noShows: 'no-shows',
  noShowsOfTenant: 'no-shows-tenant',
  /** Every minute: one job for each tenant. */
  notifications: 'notifications',
  notificationsOfTenant: 'notifications-tenant',
  /** Once a night. */
  webhookRetention: 'webhook-retention',
  /** Once a night. */
  trackRetention: 'track-retention',
  /** Every five minutes: one job for each tenant. */
  integrationSync: 'integration-sync',
  integrationSyncOfTenant: 'integration-sync-tenant',
  /** Once a month: one job for each tenant. */
  compliance: 'compliance',
  complianceOfTenant: 'compliance-tenant',
  /** Once a month. */
  auditPartitions: 'audit-partitions',
} as const;

/** Makes the queues and their schedules; what is there already is kept. Several workers may do so at once. */
export async function ensureQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(QUEUES.accountHealth, RETRIES);
  await boss.createQueue(QUEUES.accountHealthOfTenant, { ...RETRIES, expireInSeconds: 2 * HOUR_SECONDS });
  await boss.createQueue(QUEUES.planning, RETRIES);
  await boss.createQueue(QUEUES.planningOfTenant, { ...RETRIES, expireInSeconds: 2 * HOUR_SECONDS });
  await boss.createQueue(QUEUES.variance, RETRIES);
  await boss.createQueue(QUEUES.varianceOfTenant, { ...RETRIES, expireInSeconds: 2 * HOUR_SECONDS });
  await boss.createQueue(QUEUES.integrationSync, NEXT_TIME);
  await boss.createQueue(QUEUES.integrationSyncOfTenant, {
    ...NEXT_TIME,
    policy: 'exclusive',
    expireInSeconds: HOUR_SECONDS,
  });
  await boss.createQueue(QUEUES.compliance, RETRIES);
  await boss.createQueue(QUEUES.complianceOfTenant, RETRIES);
  await boss.createQueue(QUEUES.noShows, NEXT_TIME);
  await boss.createQueue(QUEUES.noShowsOfTenant, {
    ...NEXT_TIME,
    policy: 'exclusive',
    expireInSeconds: HOUR_SECONDS,
  });
  await boss.createQueue(QUEUES.notifications, NEXT_TIME);
  await boss.createQueue(QUEUES.notificationsOfTenant, {
    ...NEXT_TIME,
    policy: 'exclusive',
    expireInSeconds: HOUR_SECONDS,
  });
  await boss.createQueue(QUEUES.webhookRetention, RETRIES);
  await boss.createQueue(QUEUES.trackRetention, RETRIES);
  await boss.createQueue(QUEUES.auditPartitions, RETRIES);
  await boss.schedule(QUEUES.accountHealth, '0 2 * * *', null, MISSED);
  await boss.schedule(QUEUES.planning, '30 2 * * *', null, MISSED);
  await boss.schedule(QUEUES.variance, '45 2 * * *', null, MISSED);
  await boss.schedule(QUEUES.integrationSync, '*/5 * * * *', null, { tz: 'UTC' });
  await boss.schedule(QUEUES.compliance, '0 4 2 * *', null, MISSED);
  await boss.schedule(QUEUES.noShows, '*/10 * * * *', null, { tz: 'UTC' });
  await boss.schedule(QUEUES.notifications, '* * * * *', null, { tz: 'UTC' });
  await boss.schedule(QUEUES.webhookRetention, '15 3 * * *', null, MISSED);
  await boss.schedule(QUEUES.trackRetention, '30 3 * * *', null, MISSED);
  await boss.schedule(QUEUES.auditPartitions, '0 3 1 * *', null, MISSED);
}
