import { PgBoss } from 'pg-boss';
import type { Context } from '../context.ts';
import { runAccountHealth } from '../jobs/account-health.ts';
import { runAuditPartitions } from '../jobs/audit-partitions.ts';
import { ensureQueues, QUEUES } from './queues.ts';

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

    await boss.work(QUEUES.accountHealth, async () => {
      const tenants = await operations.listTenants();
      await boss.insert(
        QUEUES.accountHealthOfTenant,
        tenants.map((tenantId) => ({ data: { tenantId }, singletonKey: tenantId })),
      );
    });
    await boss.work<{ tenantId: string }>(QUEUES.accountHealthOfTenant, async (jobs) => {
      for (const { data } of jobs) await runAccountHealth(context, data.tenantId);
    });
    await boss.work(QUEUES.auditPartitions, () => runAuditPartitions(context));
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  return {
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}
