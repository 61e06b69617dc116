import { type Client, escapeIdentifier } from 'pg';
import { OperationsError } from '../errors.ts';
import type { BackupOrigin } from './records.ts';

/** @throws OperationsError ROLE_MISSING with the statements that make what a backup needs */
export async function requireRolesOf(client: Client, origin: BackupOrigin): Promise<void> {
  const statements = await missingRoles(client, origin);
  if (statements.length === 0) return;
  throw new OperationsError(
    'ROLE_MISSING',
    `The server lacks roles that the backup needs. Let an administrator run: ${statements.join(' ')}`,
  );
}

/** Makes roles that the server lacks, without a login: for a server that is thrown away. */
export async function makeRolesOf(client: Client, origin: BackupOrigin): Promise<void> {
  for (const statement of await missingRoles(client, origin)) await client.query(statement);
}

/** Statements that make them. */
async function missingRoles(client: Client, { roles }: BackupOrigin): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)',
    [roles],
  );
  return rows.map(({ name }) => `CREATE ROLE ${escapeIdentifier(name)};`);
}
