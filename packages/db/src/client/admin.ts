import * as z from 'zod';
import { DbError } from '../errors/db-error.ts';
import { Scope } from '../tenant/scope.ts';
import type { Services } from '../tenant/services.ts';
import { settingsOfAccess } from '../tenant/settings.ts';
import { type ClientOptions, checkClientOptions } from './client-options.ts';
import type { Endpoint } from './endpoint.ts';
import type { TenantClient } from './tenant-client.ts';

/** Who uses the admin role, and why. Both are kept for good. */
export interface AdminReason {
  /** At most 180 characters. */
  readonly actor: string;
  /** At most 500 characters. */
  readonly reason: string;
}

export type AdminOptions = Pick<ClientOptions, 'signal' | 'statementTimeoutMs'>;

/** Prisma's client under the admin role, which sees all tenants; it ends with its callback. */
export interface AdminClient extends TenantClient {}

const schema = z.strictObject({
  actor: z.string().trim().min(1).max(180),
  reason: z.string().trim().min(1).max(500),
});

/**
 * Runs `fn` with a client of the admin role, after the access has been written down. What `fn` does is not one
 * transaction; the entry stays whatever comes of it, and what it changes in tenants' rows is audited with `admin:` and the
 * entry's id as the request.
 */
export async function runAsAdmin<T>(
  endpoint: Endpoint,
  access: AdminReason,
  services: Services,
  fn: (client: AdminClient) => Promise<T>,
  options: AdminOptions,
): Promise<T> {
  const parsed = schema.safeParse(access);
  if (!parsed.success) {
    throw new DbError(
      'OPTIONS_INVALID',
      'asAdmin needs an actor (1 to 180 characters) and a reason (1 to 500).',
    );
  }
  const { signal, statementTimeoutMs } = checkClientOptions(options);
  const [entry] = await endpoint.query<{ id: string }>(
    'insert into core.admin_accesses (actor, reason) values ($1, $2) returning id',
    [parsed.data.actor, parsed.data.reason],
  );
  const scope = new Scope(undefined, services, {
    signal,
    statementTimeoutMs,
    reads: 'primary',
    admitted: true,
    settings: settingsOfAccess(entry?.id ?? ''),
  });
  try {
    return await fn(endpoint.client(scope));
  } finally {
    scope.ended = true;
  }
}
