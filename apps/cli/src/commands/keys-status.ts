import { withConnection } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { columns } from '../output/columns.ts';

interface KeysRow {
  readonly id: string;
  readonly slug: string;
  readonly version: number | null;
  readonly since: Date | null;
  readonly masterKeys: string[];
}

/** Shows the version of each tenant's data key, and which master keys its keys are wrapped by. */
export async function keysStatus(context: Context): Promise<void> {
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    const { rows } = await withConnection(database.url('owner'), (client) =>
      client.query<KeysRow>(
        `SELECT t.id, t.slug, max(k.version) FILTER (WHERE k.purpose = 'DATA') AS version,
           max(k.created_at) FILTER (WHERE k.purpose = 'DATA') AS since,
           coalesce(array_agg(DISTINCT k.master_key_id) FILTER (WHERE k.master_key_id IS NOT NULL), '{}') AS "masterKeys"
         FROM core.tenants AS t LEFT JOIN core.tenant_keys AS k ON k.tenant_id = t.id
         GROUP BY t.id, t.slug ORDER BY t.slug`,
      ),
    );
    const body = rows.map(({ slug, version, since, masterKeys: by }) => [
      slug,
      version === null ? 'none yet' : `version ${version}`,
      since?.toISOString() ?? '',
      by.join(', '),
    ]);
    context.output.result(
      { tenants: rows },
      columns([['tenant', 'data key', 'since', 'wrapped by'], ...body]),
    );
  });
}
