import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { CONNECTORS } from './connectors/connectors.ts';
import { createFetchJson, type FetchOptions } from './connectors/fetch-json.ts';
import { readCredentials } from './credentials.ts';
import { integrationConfigSchema, providerSchema } from './integration-input.ts';
import { noSuchIntegration } from './integration-view.ts';
import { recordSyncFailure } from './record-sync-failure.ts';
import { snapshotOfItems } from './snapshot-of-items.ts';
import { writeItems } from './write-items.ts';

export const syncIntegrationInput = z.strictObject({ integrationId: idField });

export interface SyncOptions extends FetchOptions {
  /** How long a sync is this caller's own, in milliseconds; each page renews it. More than `timeoutMs`. */
  readonly leaseMs: number;
}

export interface SyncResult {
  readonly integrationId: string;
  /** Items that came, those that were known included. */
  readonly items: number;
}

/** More pages wait for the next pull: one tool does not keep the others waiting for ever. */
const MOST_PAGES = 200;

const stateSchema = z.object({ cursor: z.string().nullable().default(null) }).catch({ cursor: null });

/**
 * Pulls what has changed in a tool since the last time: its items are stored, and the day's snapshot of the project is
 * written from them. The credentials are decrypted here, go to the tool and nowhere else.
 *
 * One caller pulls at a time; it holds a lease that ends by itself if it dies. Each page is committed with the cursor
 * behind it, so a pull that was cut off goes on where it was. What fails is kept with the integration, which is tried
 * again later and later, and given up (ERROR) after ten times, or at once when the tool refuses the credentials.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL for one that is not ACTIVE, CONFLICT while another caller pulls,
 * INTEGRATION_FAILED
 */
export async function syncIntegration(
  client: TenantClient,
  input: z.input<typeof syncIntegrationInput>,
  options: SyncOptions,
): Promise<SyncResult> {
  const { integrationId } = parseInput(syncIntegrationInput, input);
  const lease = await takeLease(client, integrationId, options.leaseMs);
  try {
    return await pull(client, integrationId, lease, options);
  } catch (error) {
    if (!(error instanceof LeaseLost)) await recordSyncFailure(client, { integrationId, ...lease, error });
    throw error instanceof LeaseLost ? new DomainError('CONFLICT', LOST, { cause: error }) : error;
  }
}

const LOST = 'Another worker has taken over, or the integration was changed.';

class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

interface Lease {
  until: Date;
}

async function takeLease(client: TenantClient, id: string, leaseMs: number): Promise<Lease> {
  const now = new Date();
  const until = new Date(now.getTime() + leaseMs);
  const { count } = await client.integration.updateMany({
    where: { id, status: 'ACTIVE', OR: [{ syncLeaseUntil: null }, { syncLeaseUntil: { lt: now } }] },
    data: { syncLeaseUntil: until },
  });
  if (count === 1) return { until };
  const present = await client.integration.findFirst({ where: { id }, select: { status: true } });
  if (!present) throw noSuchIntegration();
  if (present.status !== 'ACTIVE') {
    throw new DomainError('STATE_ILLEGAL', `The integration is ${present.status}.`);
  }
  throw new DomainError('CONFLICT', 'Another worker is pulling from this integration.');
}

async function pull(
  client: TenantClient,
  integrationId: string,
  lease: Lease,
  options: SyncOptions,
): Promise<SyncResult> {
  const row = await client.integration.findFirst({ where: { id: integrationId } });
  if (!row) throw noSuchIntegration();
  const provider = providerSchema.safeParse(row.provider);
  const config = integrationConfigSchema.safeParse(row.config);
  if (!provider.success || !config.success) {
    throw new DomainError('INTEGRATION_FAILED', 'The integration has no connector, or an old configuration.');
  }
  const credentials = await readCredentials(client, integrationId);
  const fetchJson = createFetchJson(options);
  let { cursor } = stateSchema.parse(row.syncState);
  let items = 0;
  for (let pages = 0, more = true; more && pages < MOST_PAGES; pages += 1) {
    const page = await CONNECTORS[provider.data]({ config: config.data, credentials, cursor, fetchJson });
    await inTransaction(client, async (tx) => {
      await renewLease(tx, integrationId, lease, { leaseMs: options.leaseMs, cursor: page.cursor });
      await writeItems(tx, { integrationId, projectId: config.data.projectId, items: page.items });
    });
    items += page.items.length;
    ({ cursor, more } = page);
  }
  await inTransaction(client, async (tx) => {
    await snapshotOfItems(tx, config.data.projectId);
    const now = Date.now();
    const { count } = await tx.integration.updateMany({
      where: { id: integrationId, syncLeaseUntil: lease.until },
      data: {
        lastSyncedAt: new Date(now),
        nextSyncAt: new Date(now + config.data.intervalMinutes * 60_000),
        syncLeaseUntil: null,
        syncFailures: 0,
        lastError: null,
      },
    });
    if (count === 0) throw new LeaseLost(LOST);
  });
  return { integrationId, items };
}

/** Of two that believe to hold the lease, the one that took it later goes on. */
async function renewLease(
  tx: TenantTransaction,
  id: string,
  lease: Lease,
  { leaseMs, cursor }: { leaseMs: number; cursor: string | null },
): Promise<void> {
  const until = new Date(Date.now() + leaseMs);
  const { count } = await tx.integration.updateMany({
    where: { id, status: 'ACTIVE', syncLeaseUntil: lease.until },
    data: { syncLeaseUntil: until, syncState: { cursor } },
  });
  if (count === 0) throw new LeaseLost(LOST);
  lease.until = until;
}
