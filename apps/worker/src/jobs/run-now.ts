import type { Context } from '../context.ts';
import { WorkerError } from '../errors.ts';
import { drainWebhooks } from '../webhooks/drain.ts';
import { runAccountHealth } from './account-health.ts';
import { runAuditPartitions } from './audit-partitions.ts';
import { runCompliance } from './compliance.ts';
import { runCustomerTiers } from './customer-tiers.ts';
import { runIntegrationSync } from './integration-sync.ts';
import { runNoShows } from './no-shows.ts';
import { runNotifications } from './notifications.ts';
import { runPlanning } from './planning.ts';
import { runTrackRetention } from './track-retention.ts';
import { runVariance } from './variance.ts';
import { runWebhookRetention } from './webhook-retention.ts';

/** Jobs that an operator can run by hand. */
export const JOB_NAMES = [
  'account-health',
  'audit-partitions',
  'compliance',
  'customer-tiers',
  'integration-sync',
  'no-shows',
  'notifications',
  'planning',
  'track-retention',
  'variance',
  'webhook-retention',
  'webhooks',
] as const;
export type JobName = (typeof JOB_NAMES)[number];

const OF_TENANT = {
  'account-health': runAccountHealth,
  compliance: runCompliance,
  'customer-tiers': runCustomerTiers,
  'integration-sync': runIntegrationSync,
  'no-shows': runNoShows,
  notifications: runNotifications,
  planning: runPlanning,
  variance: runVariance,
  webhooks: drainWebhooks,
} as const;

/** Those that decrypt what only the master key opens. */
const NEED_MASTER_KEY: readonly JobName[] = ['integration-sync', 'webhooks'];

/**
 * Runs a job for all tenants, in this process and without the queue. A tenant that fails does not keep the others from
 * theirs.
 *
 * @throws WorkerError CONFIG_INVALID for webhooks and integrations without a master key; JOB_FAILED when it failed for some tenants; DbError when the database fails
 */
export async function runNow(context: Context, job: JobName): Promise<void> {
  if (job === 'audit-partitions') return await runAuditPartitions(context);
  if (job === 'webhook-retention') return await runWebhookRetention(context);
  if (job === 'track-retention') return await runTrackRetention(context);
  if (NEED_MASTER_KEY.includes(job) && context.config.masterKeys.length === 0) {
    throw new WorkerError(
      'CONFIG_INVALID',
      'ORG_MASTER_KEY is missing: without it webhooks cannot be signed, and credentials not be read.',
    );
  }
  const tenants = await context.operations.listTenants();
  const work = OF_TENANT[job];
  let failed = 0;
  for (const tenantId of tenants) {
    try {
      await work(context, tenantId);
    } catch (error) {
      failed += 1;
      context.log.error({ tenantId, err: error }, `${job} failed`);
    }
  }
  if (failed > 0)
    throw new WorkerError('JOB_FAILED', `${job} failed for ${failed} of ${tenants.length} tenants.`);
}
