import type { Client } from 'pg';
import { quoteIdentifier } from '../derive/quote.ts';
import { MigrateError } from '../errors.ts';
import { ROLES } from './roles.ts';

/**
 * Makes sure that the first migration finds the roles it needs, or may make them; creates nothing itself.
 *
 * @throws MigrateError ROLE_MISSING with the statements for an administrator, when roles are missing and the
 * connection's own role may not create any.
 */
export async function requireRoles(client: Client): Promise<void> {
  const wanted = Object.values(ROLES);
  const { rows } = await client.query<{ name: string; may: boolean; known: string[] }>(
    `SELECT current_user AS name, rolsuper OR rolcreaterole AS may,
       ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = ANY ($1)) AS known
     FROM pg_roles WHERE rolname = current_user`,
    [wanted],
  );
  const [role] = rows;
  if (role === undefined || role.may) return;
  const missing = wanted.filter((name) => !role.known.includes(name));
  if (missing.length === 0) return;
  const statements = [
    ...missing.map((name) => `CREATE ROLE ${name};`),
    ...(missing.includes(ROLES.owner) ? [`GRANT ${ROLES.owner} TO ${quoteIdentifier(role.name)};`] : []),
  ];
  throw new MigrateError(
    'ROLE_MISSING',
    `The server lacks the roles ${missing.join(', ')}, and "${role.name}" may not create any. Let an administrator run: ${statements.join(' ')}`,
  );
}
