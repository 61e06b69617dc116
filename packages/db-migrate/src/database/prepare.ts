import { quoteIdentifier } from '../derive/quote.ts';
import { withConnection } from './connect.ts';
import { ensureRoles, ROLES, type RolePasswords } from './roles.ts';

export interface PrepareOptions {
  /** Connection string of a superuser, or of a role that may create roles and databases. */
  superuserUrl: string;
  /** The database to make. */
  database: string;
  passwords: RolePasswords;
  /** Lets the owner create databases: `prisma migrate dev` compares with a shadow database. */
  shadowDatabases?: boolean;
}

/**
 * Makes the roles and an empty database that org_owner owns. What exists is kept, so it may run at every start.
 *
 * @throws MigrateError as `connect`
 */
export async function prepareDatabase(options: PrepareOptions): Promise<void> {
  await withConnection(options.superuserUrl, async (client) => {
    await ensureRoles(client, options.passwords, { shadowDatabases: options.shadowDatabases ?? false });
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [options.database]);
    if (rowCount) return;
    try {
      await client.query(
        `CREATE DATABASE ${quoteIdentifier(options.database)} OWNER ${ROLES.owner} TEMPLATE template0 ENCODING 'UTF8'`,
      );
    } catch (error) {
      // Another process prepared it in the same moment.
      if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
    }
  });
}
