import { randomBytes } from 'node:crypto';
import { ROLES, type Role } from '@org/db-migrate';
import pg, { type Client } from 'pg';
import { lock, unlock } from './locks.ts';

/** How tests log in as a role. */
export interface Login {
  user: string;
  password: string;
}

export type Logins = Record<Role, Login>;

const LOCK = { space: 'settings', id: '00000001' } as const;
const NAMES = Object.keys(ROLES) as Role[];

/**
 * Makes the roles and, for each, a login of the tests' own that becomes the role as it connects: whoever else uses the
 * server keeps its passwords, and so does a run that is under way. The first run on a server chooses the passwords,
 * later ones read them.
 *
 * @param client a connection to the settings database
 */
export async function ensureLogins(client: Client): Promise<Logins> {
  await lock(client, LOCK, 'exclusive');
  try {
    await client.query('BEGIN');
    const logins = await makeLogins(client);
    await client.query('COMMIT');
    return logins;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    await unlock(client, LOCK);
  }
}

async function makeLogins(client: Client): Promise<Logins> {
  const known = await readPasswords(client);
  const existing = await existingRoles(client);
  const passwords: [Role, string][] = [];
  for (const role of NAMES) passwords.push([role, known.get(role) ?? (await choosePassword(client, role))]);
  for (const [role, password] of passwords) {
    if (!existing.has(ROLES[role])) await createRole(client, role);
    if (!existing.has(loginName(role)) || !known.has(role))
      await createLogin(client, role, password, existing);
  }
  await joinRoles(client, ROLES.worker, [ROLES.app]);
  // A user that is no superuser must be a member to give databases to the owner and to end connections.
  await joinRoles(client, 'CURRENT_USER', [...Object.values(ROLES), ...NAMES.map(loginName)]);
  return Object.fromEntries(
    passwords.map(([role, password]) => [role, { user: loginName(role), password }]),
  ) as Logins;
}

function loginName(role: Role): string {
  return `org_test_${role}`;
}

async function readPasswords(client: Client): Promise<Map<string, string>> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS role_passwords (role text PRIMARY KEY, password text NOT NULL)',
  );
  const { rows } = await client.query<{ role: string; password: string }>(
    'SELECT role, password FROM role_passwords',
  );
  return new Map(rows.map(({ role, password }) => [role, password]));
}

async function choosePassword(client: Client, role: Role): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await client.query('INSERT INTO role_passwords VALUES ($1, $2)', [role, password]);
  return password;
}

async function existingRoles(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ rolname: string }>(
    "SELECT rolname FROM pg_roles WHERE rolname LIKE 'org\\_%'",
  );
  return new Set(rows.map(({ rolname }) => rolname));
}

async function createRole(client: Client, role: Role): Promise<void> {
  await client.query(`CREATE ROLE ${ROLES[role]} NOLOGIN`);
}

async function createLogin(
  client: Client,
  role: Role,
  password: string,
  existing: Set<string>,
): Promise<void> {
  const name = loginName(role);
  const verb = existing.has(name) ? 'ALTER' : 'CREATE';
  await client.query(`${verb} ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
  await joinRoles(client, name, [ROLES[role]]);
  await client.query(`ALTER ROLE ${name} SET role = ${pg.escapeLiteral(ROLES[role])}`);
}

// Makes `member` a member of those that it is not in already: repeating a grant needs the right to grant.
async function joinRoles(client: Client, member: string, roles: string[]): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    `SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND NOT pg_has_role(coalesce($2, current_user), oid, 'USAGE')`,
    [roles, member === 'CURRENT_USER' ? null : member],
  );
  if (rows.length > 0) {
    await client.query(`GRANT ${rows.map(({ rolname }) => rolname).join(', ')} TO ${member}`);
  }
}
