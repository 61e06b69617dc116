import { withConnection } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { columns } from '../output/columns.ts';

interface TenantRow {
  id: string;
  slug: string;
  name: string;
  status: string;
  subscriptionTier: string;
  users: number;
}

/** Lists the tenants with the number of their users. */
export async function tenants(context: Context): Promise<void> {
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    const { rows } = await withConnection(database.url('owner'), (client) =>
      client.query<TenantRow>(
        `SELECT t.id, t.slug, t.name, t.status::text AS status, t.subscription_tier::text AS "subscriptionTier",
           (SELECT count(*)::integer FROM core.users AS u WHERE u.tenant_id = t.id AND u.deleted_at IS NULL) AS users
         FROM core.tenants AS t ORDER BY t.slug`,
      ),
    );
    const head = ['slug', 'name', 'status', 'tier', 'users', 'id'];
    const body = rows.map((row) => [
      row.slug,
      row.name,
      row.status,
      row.subscriptionTier,
      `${row.users}`,
      row.id,
    ]);
    context.output.result(
      { tenants: rows },
      rows.length === 0 ? 'There is no tenant. "pnpm db:seed" adds some.' : columns([head, ...body]),
    );
  });
}
