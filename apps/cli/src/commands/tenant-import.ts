import path from 'node:path';
import type { MasterKey } from '@org/db';
import type { Access } from '@org/db-operations';
import type { Context } from '../context.ts';
import { readMasterKeys } from '../database/master-keys.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { progressNotes } from '../output/progress-notes.ts';

export interface TenantImportChoice extends Access {
  readonly folder: string;
  /** The slug here. */
  readonly as?: string;
  readonly skip?: readonly string[];
}

/**
 * Brings an exported tenant into the database. Its keys have to be readable by a master key of ORG_MASTER_KEY, and are wrapped by the
 * first of them afterwards.
 */
export async function tenantImport(context: Context, choice: TenantImportChoice): Promise<void> {
  const { importTenant, readArchive, readRows } = await import('@org/db-operations');
  const { actor, reason, as: slug, skip = [] } = choice;
  const folder = path.resolve(choice.folder);
  const keys = await readRows(await readArchive(folder), 'core.tenant_keys');
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    const masters = keys.length > 0 ? await readMasterKeys(context, database) : [];
    await requireReadable(keys, masters);
    const imported = await importTenant({
      url: database.url('owner'),
      folder,
      actor,
      reason,
      skip,
      ...(slug === undefined ? {} : { slug }),
      onProgress: progressNotes(context.output),
    });
    const { tenant, rows, tables, resumed, triggers } = imported;
    const rewrapped = keys.some((key) => key.master_key_id !== masters[0]?.id)
      ? await rewrap(database.url('app'), masters, tenant.id)
      : 0;
    context.output.result(
      { ...imported, rewrapped },
      [
        `${tenant.slug}: ${rows} rows of ${Object.keys(tables).length} tables are as they were exported.`,
        ...(resumed > 0 ? [`${resumed} tables had been loaded by a run that was cut off.`] : []),
        ...(rewrapped > 0
          ? [`${rewrapped} keys are wrapped by the master key "${masters[0]?.id}" now.`]
          : []),
        ...(triggers === 'locked'
          ? ['While a table was loaded nobody else could write to it: see docs/tenant-data.md.']
          : []),
      ].join('\n'),
    );
  });
}

type WrappedRow = Awaited<ReturnType<typeof import('@org/db-operations').readRows>>[number];

/** Refuses what could never be decrypted here, before anything is written. */
async function requireReadable(rows: readonly WrappedRow[], masters: readonly MasterKey[]): Promise<void> {
  const { localKeyService } = await import('@org/db');
  for (const { tenant_id, purpose, version, wrapped_key, master_key_id } of rows) {
    const master = masters.find(({ id }) => id === master_key_id);
    const unreadable = (why: string, cause?: unknown) =>
      new CliError(
        'MASTER_KEY_MISSING',
        `The tenant's keys are wrapped by the master key "${master_key_id}", ${why}. Give it behind the one of this database: ORG_MASTER_KEY="<this>:…,${master_key_id}:…". Nothing was imported.`,
        { cause },
      );
    if (master === undefined) throw unreadable('which was not given');
    const wrapped = Buffer.from((wrapped_key ?? '').replace(/^\\x/, ''), 'hex');
    const context = {
      tenantId: tenant_id ?? '',
      purpose: purpose as 'DATA' | 'INDEX',
      version: Number(version),
    };
    await localKeyService(master)
      .unwrap(wrapped, context)
      .catch((cause: unknown) => {
        throw unreadable('and the key given by that name is another one', cause);
      });
  }
}

async function rewrap(url: string, masterKey: readonly MasterKey[], tenantId: string): Promise<number> {
  const { createDb, rewrapKeys } = await import('@org/db');
  const db = createDb({ url, masterKey });
  try {
    return await rewrapKeys(db.forTenant({ tenantId, request: { id: 'orgdb tenant import' } }));
  } finally {
    await db.close();
  }
}
