import path from 'node:path';
import type { Access } from '@org/db-operations';
import type { Context } from '../context.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { progressNotes } from '../output/progress-notes.ts';
import { shown } from '../output/shown.ts';

export interface TenantExportChoice extends Access {
  readonly slug: string;
  /** The folder to write. */
  readonly to: string;
}

/** Writes all rows of a tenant to a folder. */
export async function tenantExport(
  context: Context,
  { slug, to, actor, reason }: TenantExportChoice,
): Promise<void> {
  const { exportTenant } = await import('@org/db-operations');
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    const folder = path.resolve(to);
    const url = database.url('owner');
    const onProgress = progressNotes(context.output);
    const { tables, tenant } = await exportTenant({ url, slug, folder, actor, reason, onProgress });
    const filled = tables.filter(({ rows }) => rows > 0);
    const rows = filled.reduce((sum, table) => sum + table.rows, 0);
    const bytes = filled.reduce((sum, { file }) => sum + (file?.bytes ?? 0), 0);
    context.output.result(
      {
        tenant,
        folder,
        rows,
        bytes,
        tables: Object.fromEntries(filled.map((table) => [table.name, table.rows])),
      },
      `${slug}: ${rows} rows of ${filled.length} tables in ${shown(folder)}, ${bytes} bytes. It is not encrypted: keep it as you keep a backup.`,
    );
  });
}
