import type { TenantClient } from '@org/db';

import { DomainError } from '../../errors.ts';
import { CredentialsRefused } from './connectors/fetch-json.ts';

const FIRST_PAUSE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 24 * 60 * 60_000;
const MOST_FAILURES = 10;

/** Notes why a pull failed, and when it is tried again: after 5 minutes, then twice as long each time, a day at most. */
export async function recordSyncFailure(
  client: TenantClient,
  failure: { readonly integrationId: string; readonly until: Date; readonly error: unknown },
): Promise<void> {
  const { integrationId: id, until, error } = failure;
  const row = await client.integration.findFirst({ where: { id }, select: { syncFailures: true } });
  const failures = (row?.syncFailures ?? 0) + 1;
  const refused = error instanceof DomainError && error.cause instanceof CredentialsRefused;
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  await client.integration.updateMany({
    where: { id, syncLeaseUntil: until },
    data: {
      syncFailures: failures,
      // Only our own sentences: another error's message may hold anything.
      lastError:
        error instanceof DomainError ? error.message.slice(0, 500) : 'The pull failed within the worker.',
      nextSyncAt: new Date(Date.now() + pause),
      syncLeaseUntil: null,
      ...(refused || failures >= MOST_FAILURES ? { status: 'ERROR' as const } : {}),
    },
  });
}
