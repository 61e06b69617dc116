import { z } from 'zod';
import { DbError } from '../errors/db-error.ts';
import { Scope } from '../tenant/scope.ts';
import type { Services } from '../tenant/services.ts';
import type { Endpoint } from './endpoint.ts';
import type { TenantClient } from './tenant-client.ts';

/** Who uses the admin role, and why. Both are kept for good. */
export interface AdminReason {
  /** At most 180 characters. */
  readonly actor: string;
  /** At most 500 characters. */
  readonly reason: string;
}

/** Prisma's client under the admin role, which sees all tenants; it ends with its callback. */
export interface AdminClient extends TenantClient {}

const schema = z.strictObject({
  actor: z.string().trim().min(1).max(180),
  reason: z.string().trim().min(1).max(500),
});

/**
 * Runs `fn` with a client of the admin role, after the access has been written down. What `fn` does is not one
 * transaction; the entry stays whatever comes of it.
 */
export async function runAsAdmin<T>(
  endpoint: Endpoint,
  access: AdminReason,
  services: Services,
  fn: (client: AdminClient) => Promise<T>,
): Promise<T> {
  const parsed = schema.safeParse(access);
  if (!parsed.success) {
    throw new DbError(
      'OPTIONS_INVALID',
      'asAdmin needs an actor (1 to 180 characters) and a reason (1 to 500).',
    );
  }
  await endpoint.query('insert into core.admin_accesses (actor, reason) values ($1, $2)', [
    parsed.data.actor,
    parsed.data.reason,
  ]);
  const scope = new Scope(undefined, services, { reads: 'primary', admitted: true });
  try {
    return await fn(endpoint.client(scope));
  } finally {
    scope.ended = true;
  }
}
