import { withConnection } from '@org/db-migrate';
import type { Database } from '../database/database.ts';
import { CliError } from '../errors.ts';

interface Who {
  /** Slug or id. */
  readonly tenant: string;
  /** E-mail or id. */
  readonly portalUser: string | undefined;
}

interface PortalUser {
  readonly id: string;
  readonly customerId: string;
  readonly tier: 'basic' | 'standard' | 'premium';
}

/** The settings that the tenant client would set. @throws CliError TENANT_UNKNOWN, USAGE for an unknown portal user */
export async function tenantSettings(
  database: Database,
  { tenant, portalUser }: Who,
): Promise<Readonly<Record<string, string>>> {
  return withConnection(database.url('owner'), async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'SELECT id FROM core.tenants WHERE slug = $1 OR id::text = lower($1)',
      [tenant],
    );
    const tenantId = rows[0]?.id;
    if (tenantId === undefined) {
      throw new CliError(
        'TENANT_UNKNOWN',
        `There is no tenant "${tenant}". "pnpm orgdb tenants" lists them.`,
      );
    }
    // Loaded on use: it brings Prisma's client along.
    const { contextSettings } = await import('@org/db');
    if (portalUser === undefined) return contextSettings({ tenantId });
    const found = await client.query<PortalUser>(
      `SELECT u.id, u.customer_id AS "customerId", lower(c.tier::text) AS tier
       FROM commerce.portal_users AS u JOIN commerce.customers AS c ON c.tenant_id = u.tenant_id AND c.id = u.customer_id
       WHERE u.tenant_id = $1 AND (u.email = lower($2) OR u.id::text = lower($2))`,
      [tenantId, portalUser],
    );
    const [user] = found.rows;
    if (user === undefined)
      throw new CliError('USAGE', `The tenant "${tenant}" has no portal user "${portalUser}".`);
    return contextSettings({ tenantId, portalUser: user });
  });
}
