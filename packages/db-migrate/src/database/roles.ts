import type { Client } from 'pg';
import { quoteIdentifier, quoteLiteral } from '../derive/quote.ts';

/**
 * The roles that the database is used through. `owner` owns every object and migrates; `app` is what services connect
 * as, bound by row level security; `admin` reaches every tenant, and each such access is recorded; `worker` is an `app`
 * that may build its job queue in a schema of its own.
 */
export const ROLES = {
  owner: 'org_owner',
  app: 'org_app',
  admin: 'org_admin',
  worker: 'org_worker',
} as const;

export type Role = keyof typeof ROLES;

/** One password a role. */
export type RolePasswords = Record<Role, string>;

/**
 * Makes the roles, lets them log in with the given passwords, and gives none of them more than it needs: no superuser,
 * no BYPASSRLS. The owner may create databases, for shadow databases, where `shadowDatabases` says so. Safe to repeat.
 *
 * @param client a connection that may create roles
 */
export async function ensureRoles(
  client: Client,
  passwords: RolePasswords,
  options: { shadowDatabases?: boolean } = {},
): Promise<void> {
  await client.query('BEGIN');
  // Roles belong to the whole server: two databases being prepared at once must take turns.
  await client.query("SELECT pg_advisory_xact_lock(hashtext('org_roles'))");
  for (const [role, name] of Object.entries(ROLES) as [Role, string][]) {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
    const createDb = role === 'owner' && options.shadowDatabases ? 'CREATEDB' : 'NOCREATEDB';
    const attributes = `LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE ${createDb} PASSWORD ${quoteLiteral(passwords[role])}`;
    await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${quoteIdentifier(name)} ${attributes}`);
  }
  await client.query('GRANT org_app TO org_worker');
  await letOwnerMoveTenants(client);
  await client.query('COMMIT');
}

/**
 * The owner may turn its tables' triggers off anyway, with a lock on each; with this it does so for its own connection alone. Only a
 * superuser can grant it; without it, moving a tenant's rows takes those locks.
 */
async function letOwnerMoveTenants(client: Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    'SELECT rolsuper AS may FROM pg_roles WHERE rolname = current_user',
  );
  if (rows[0]?.may) {
    await client.query(`GRANT SET ON PARAMETER session_replication_role TO ${ROLES.owner}`);
  }
}
