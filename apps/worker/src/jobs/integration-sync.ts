import { DomainError, findDueIntegrations, syncIntegration } from '@org/domain';
import type { Context } from '../context.ts';

/** A page of a slow tool has this long. */
const TIMEOUT_MS = 30_000;
/** Longer than a page and what is done with it. */
const LEASE_MS = 120_000;

/**
 * Pulls from all integrations of one tenant that are due. One that fails is noted with the integration, which knows when
 * it is tried again, and does not keep the others from theirs.
 */
export async function runIntegrationSync({ config, db, log }: Context, tenantId: string): Promise<void> {
  const client = db.forTenant({ tenantId });
  const options = {
    timeoutMs: TIMEOUT_MS,
    leaseMs: LEASE_MS,
    allowPrivateAddresses: config.webhooks.allowPrivateAddresses,
  };
  for (const integrationId of await findDueIntegrations(client)) {
    try {
      const { items } = await syncIntegration(client, { integrationId }, options);
      log.info({ tenantId, integrationId, items }, 'integration pulled');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Its message is written by us, and names neither address nor secret.
      log.warn({ tenantId, integrationId, code: error.code }, error.message);
    }
  }
}
