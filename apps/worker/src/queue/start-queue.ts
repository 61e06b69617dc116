import { PgBoss } from 'pg-boss';
import type { Context } from '../context.ts';
import { runAccountHealth } from '../jobs/account-health.ts';
import { runAuditPartitions } from '../jobs/audit-partitions.ts';
import { runCompliance } from '../jobs/compliance.ts';
import { runIntegrationSync } from '../jobs/integration-sync.ts';
import { runNoShows } from '../jobs/no-shows.ts';
import { runNotifications } from '../jobs/notifications.ts';
import { runPlanning } from '../jobs/planning.ts';
import { runTrackRetention } from '../jobs/track-retention.ts';
import { runVariance } from '../jobs/variance.ts';
import { runWebhookRetention } from '../jobs/webhook-retention.ts';
import { ensureQueues, QUEUES } from './queues.ts';

type TenantJob = (context: Context, tenantId: string) => Promise<void>;

export interface Queue {
  /** Takes no more jobs and waits for those that run, in milliseconds at most; what is left is tried again later. */
  stop(timeoutMs: number): Promise<void>;
}

/**
 * Starts pg-boss in the schema `pgboss`, which the migrations made and where it keeps its own tables, and works on its
 * queues: a job runs in one worker only, however many there are.
 */
export async function startQueue(context: Context): Promise<Queue> {
  const { config, log, operations } = context;
  const boss = new PgBoss({
    connectionString: config.databaseUrl,
    application_name: 'org-worker-queue',
    schema: 'pgboss',
    createSchema: false,
    max: 3,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue failed, will be tried again'));
  boss.on('warning', ({ message }) => log.warn(message));
  try {
    await boss.start();
    await ensureQueues(boss);

    const forEachTenant = async (all: string, one: string, run: TenantJob) => {
      await boss.work(all, async () => {
        const tenants = await operations.listTenants();
        await boss.insert(
          one,
          tenants.map((tenantId) => ({ data: { tenantId }, singletonKey: tenantId })),
        );
      });
      await boss.work<{ tenantId: string }>(one, async (jobs) => {
        for (const { data } of jobs) await run(context, data.tenantId);
      });
    };
    await forEachTenant(QUEUES.accountHealth, QUEUES.accountHealthOfTenant, runAccountHealth);
    await forEachTenant(QUEUES.compliance, QUEUES.complianceOfTenant, runCompliance);
    await forEachTenant(QUEUES.planning, QUEUES.planningOfTenant, runPlanning);
    await forEachTenant(QUEUES.variance, QUEUES.varianceOfTenant, runVariance);
    await forEachTenant(QUEUES.noShows, QUEUES.noShowsOfTenant, runNoShows);
    await forEachTenant(QUEUES.notifications, QUEUES.notificationsOfTenant, runNotifications);
    if (config.masterKeys.length > 0) {
      await forEachTenant(QUEUES.integrationSync, QUEUES.integrationSyncOfTenant, runIntegrationSync);
    } else
      log.warn('ORG_MASTER_KEY is missing: integrations are not pulled, as their credentials cannot be read');
    await boss.work(QUEUES.webhookRetention, () => runWebhookRetention(context));
    await boss.work(QUEUES.trackRetention, () => runTrackRetention(context));
    await boss.work(QUEUES.auditPartitions, () => runAuditPartitions(context));
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  return {
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}
