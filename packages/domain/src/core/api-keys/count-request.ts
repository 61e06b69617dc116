import type { TenantClient } from '@org/db';

import { DomainError } from '../../errors.ts';

/**
 * Counts a request of a key against its requests per minute; the database counts for all processes.
 *
 * The method is GCRA, the leaky bucket as a meter (ITU-T I.371, annex A): one moment per key, at which all requests so far
 * would have come had they come evenly. A request may be ahead of that by a minute, so a key that was idle has all its
 * requests at once, and one comes back every 60 ÷ n seconds. Of requests at the same moment exactly as many pass as are left.
 *
 * @throws DomainError RATE_EXCEEDED with `retryAfterSeconds`
 */
export async function countRequest(
  client: TenantClient,
  key: { readonly id: string; readonly requestsPerMinute: number },
): Promise<void> {
  const seconds = 60 / key.requestsPerMinute;
  // The row's lock orders those who come at once; who finds the bucket full changes nothing.
  const counted = await client.$executeRaw`
    INSERT INTO core.api_key_rates AS r (api_key_id, arrival_at)
    VALUES (${key.id}::uuid, clock_timestamp() + ${seconds}::float8 * interval '1 second')
    ON CONFLICT (tenant_id, api_key_id) DO UPDATE
      SET arrival_at = greatest(r.arrival_at, clock_timestamp()) + ${seconds}::float8 * interval '1 second'
      WHERE greatest(r.arrival_at, clock_timestamp()) + ${seconds}::float8 * interval '1 second'
        <= clock_timestamp() + interval '1 minute'`;
  if (counted === 0) {
    throw new DomainError(
      'RATE_EXCEEDED',
      `This API key may be used ${key.requestsPerMinute} times a minute.`,
      { retryAfterSeconds: Math.ceil(seconds) },
    );
  }
}
