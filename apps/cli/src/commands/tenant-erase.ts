import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Access } from '@org/db-operations';
import type { Context } from '../context.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { columns } from '../output/columns.ts';
import { progressNotes } from '../output/progress-notes.ts';
import { shown } from '../output/shown.ts';

export interface TenantEraseChoice extends Access {
  readonly slug: string;
  /** The slug again. */
  readonly confirm?: string;
  readonly withoutExport: boolean;
  /** Folder for the certificate. */
  readonly certificate: string;
  readonly batchSize: number;
  readonly dryRun: boolean;
}

/** Deletes all rows of a tenant for good and writes the certificate; or counts them. */
export async function tenantErase(context: Context, choice: TenantEraseChoice): Promise<void> {
  const { certificateText, countTenant, eraseTenant } = await import('@org/db-operations');
  const { slug, confirm = '', withoutExport, batchSize, actor, reason } = choice;
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    const url = database.url('owner');
    if (choice.dryRun) {
      const { tenant, tables } = await countTenant({ url, slug, actor, reason });
      const filled = Object.entries(tables).filter(([, rows]) => rows > 0);
      context.output.result(
        { tenant, tables: Object.fromEntries(filled) },
        columns([['table', 'rows'], ...filled.map(([name, rows]) => [name, `${rows}`])]),
      );
      return;
    }
    const { signingKey } = context.environment;
    // Made before anything is deleted: a folder that cannot be written should not be noticed too late.
    const folder = path.resolve(choice.certificate);
    await mkdir(folder, { recursive: true });
    const certificate = await eraseTenant({
      url,
      slug,
      confirm,
      withoutExport,
      batchSize,
      actor,
      reason,
      ...(signingKey === undefined ? {} : { signingKey }),
      onProgress: progressNotes(context.output),
    });
    const name = path.join(folder, `erasure-${slug}-${certificate.finishedAt.slice(0, 10)}`);
    await writeFile(`${name}.json`, `${JSON.stringify(certificate, null, 2)}\n`);
    await writeFile(`${name}.txt`, certificateText(certificate));
    context.output.result(
      { ...certificate, files: [`${name}.json`, `${name}.txt`] },
      `${certificateText(certificate)}\nWritten: ${shown(`${name}.json`)} and .txt`,
    );
  });
}
