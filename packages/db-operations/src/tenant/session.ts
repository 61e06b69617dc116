import { withConnection } from '@org/db-migrate';
import pg, { type Client } from 'pg';
import { OperationsError } from '../errors.ts';

/** Who works on a tenant's rows, and why; recorded as each use of the admin role is. */
export interface Access {
  /** At most 180 characters. */
  readonly actor: string;
  /** At most 500 characters. */
  readonly reason: string;
}

/** Told as work goes on. */
export interface Progress {
  readonly table: string;
  /** Of this table, so far. */
  readonly rows: number;
}

export type OnProgress = (progress: Progress) => void;

export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly status: string;
}

// What decides how values are written as text, so that the same row is the same bytes on every server.
const SETTINGS = [
  "SET DateStyle = 'ISO, MDY'",
  "SET IntervalStyle = 'postgres'",
  "SET TimeZone = 'UTC'",
  'SET extra_float_digits = 1',
  "SET bytea_output = 'hex'",
  "SET client_encoding = 'UTF8'",
  "SET search_path = ''",
  'SET statement_timeout = 0',
  'SET idle_in_transaction_session_timeout = 0',
  // A table that somebody else has locked is a failure that can be repeated, not a queue that holds up everybody behind us.
  "SET lock_timeout = '30s'",
].join('; ');

/** A connection whose text of values is the same on every server. @throws MigrateError as `withConnection` */
export async function withSession<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  return withConnection(url, async (client) => {
    await client.query(SETTINGS);
    return work(client);
  });
}

/**
 * Runs `work` while no other process moves or erases the same tenant.
 *
 * @throws OperationsError TENANT_BUSY
 */
export async function withTenantLock<T>(client: Client, key: string, work: () => Promise<T>): Promise<T> {
  const lock = [`org.tenant:${key}`];
  const { rows } = await client.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken', lock);
  if (!rows[0]?.taken) {
    throw new OperationsError('TENANT_BUSY', `Another process works on the tenant ${key}. Wait for it.`);
  }
  try {
    return await work();
  } finally {
    // Where the connection is lost, so is the lock.
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', lock).catch(() => undefined);
  }
}

export async function findTenant(client: Client, slug: string): Promise<Tenant | undefined> {
  const { rows } = await client.query<Tenant>(
    'SELECT id, slug, name, status::text AS status FROM core.tenants WHERE slug = $1',
    [slug],
  );
  return rows[0];
}

/** @throws OperationsError ACCESS_INVALID */
export function checkAccess({ actor, reason }: Access): Access {
  const access = { actor: actor.trim(), reason: reason.trim() };
  const fits = (text: string, most: number) => text.length > 0 && text.length <= most;
  if (!fits(access.actor, 180) || !fits(access.reason, 500)) {
    throw new OperationsError(
      'ACCESS_INVALID',
      'Say who does this and why: an actor (1 to 180 characters) and a reason (1 to 500).',
    );
  }
  return access;
}

/** Writes the access down, as `asAdmin` does, before anything is read or changed. */
export async function recordAccess(client: Client, { actor, reason }: Access, what: string): Promise<void> {
  await client.query('INSERT INTO core.admin_accesses (actor, reason) VALUES ($1, $2)', [
    actor,
    `${what}: ${reason}`.slice(0, 500),
  ]);
}

export const identifier = pg.escapeIdentifier;
export const literal = pg.escapeLiteral;
