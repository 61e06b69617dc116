import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { OperationsError } from '../errors.ts';
import { type ArchivedTable, MANIFEST, type Manifest, writeManifest } from './archive.ts';
import { ArchiveFile } from './archive-file.ts';
import { readTenantTables, type TenantTable } from './catalog.ts';
import { copyOut } from './copy-out.ts';
import { RowDigest } from './digest.ts';
import { recordExport } from './operations.ts';
import { readReferences } from './references.ts';
import {
  type Access,
  checkAccess,
  findTenant,
  identifier,
  literal,
  type OnProgress,
  recordAccess,
  withSession,
} from './session.ts';

/** Says that an export was begun in a folder and has not ended. */
const UNFINISHED = 'unfinished';

export interface ExportOptions extends Access {
  /** Connection string of the owner of the tables, straight to the server. */
  readonly url: string;
  readonly slug: string;
  /** The folder to write: new, empty, or left by an export that was cut off. */
  readonly folder: string;
  readonly onProgress?: OnProgress;
}

/**
 * Writes all rows of a tenant as they were at one moment. The folder is an archive when its manifest is there, which is written last;
 * one that was cut off is begun anew.
 *
 * @throws OperationsError TENANT_UNKNOWN, ARCHIVE_EXISTS, ACCESS_INVALID, those of `readTenantTables`; MigrateError of connecting
 */
export async function exportTenant(options: ExportOptions): Promise<Manifest> {
  const access = checkAccess(options);
  const folder = path.resolve(options.folder);
  return withSession(options.url, async (client) => {
    const tenant = await findTenant(client, options.slug);
    if (tenant === undefined) throw unknown(options.slug);
    await recordAccess(client, access, `tenant export ${tenant.slug}`);
    await prepareFolder(folder);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Read again: what counts is what the snapshot says.
    const seen = await findTenant(client, options.slug);
    if (seen === undefined) throw unknown(options.slug);
    const tables = await readTenantTables(client);
    const archived: ArchivedTable[] = [];
    for (const [index, table] of tables.entries()) {
      const name = `${String(index).padStart(4, '0')}.copy.zst`;
      archived.push(await exportTable(client, table, seen.id, folder, name, options.onProgress));
    }
    const references = await readReferences(client, tables, seen.id);
    const migration = await lastMigration(client);
    const { rows } = await client.query<{ server: string }>(
      "SELECT current_setting('server_version') AS server",
    );
    await client.query('COMMIT');
    const manifest = await writeManifest(folder, {
      createdAt: new Date().toISOString(),
      server: rows[0]?.server ?? '',
      migration,
      tenant: seen,
      tables: archived,
      references,
    });
    await rm(path.join(folder, UNFINISHED), { force: true });
    await recordExport(client, seen, access, archived);
    return manifest;
  });
}

function unknown(slug: string): OperationsError {
  return new OperationsError('TENANT_UNKNOWN', `There is no tenant ${slug}; "orgdb tenants" lists them.`);
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = await readdir(folder);
  if (files.length > 0 && (files.includes(MANIFEST) || !files.includes(UNFINISHED))) {
    throw new OperationsError(
      'ARCHIVE_EXISTS',
      `${folder} is not empty${files.includes(MANIFEST) ? ': it holds an archive' : ''}. Name another folder.`,
    );
  }
  await (await open(path.join(folder, UNFINISHED), 'w')).close();
  for (const file of files.filter((name) => name !== UNFINISHED)) await rm(path.join(folder, file));
}

/** What reads a tenant's rows of a table as COPY's text, with its columns in the order given. */
export function copyRows(
  table: Pick<TenantTable, 'sql' | 'tenantColumn'>,
  columns: readonly { readonly name: string }[],
  tenantId: string,
): string {
  const list = columns.map(({ name }) => identifier(name)).join(', ');
  return `COPY (SELECT ${list} FROM ${table.sql} WHERE ${identifier(table.tenantColumn)} = ${literal(tenantId)}) TO STDOUT`;
}

async function exportTable(
  client: Client,
  table: TenantTable,
  tenantId: string,
  folder: string,
  name: string,
  onProgress?: OnProgress,
): Promise<ArchivedTable> {
  const digest = new RowDigest();
  let file: ArchiveFile | undefined;
  try {
    for await (const slab of copyOut(client, copyRows(table, table.columns, tenantId))) {
      file ??= new ArchiveFile(folder, name);
      const ready = file.write(slab);
      digest.update(slab);
      onProgress?.({ table: table.name, rows: digest.rows });
      await ready;
    }
    return {
      name: table.name,
      columns: table.columns.map((column) => ({ name: column.name, type: column.type })),
      rows: digest.rows,
      digest: digest.sum,
      file: file === undefined ? null : await file.close(),
    };
  } catch (error) {
    file?.abandon();
    throw error;
  }
}

/** The last migration that is applied; null where there is no history. */
export async function lastMigration(client: Client): Promise<string | null> {
  const history = await client.query("SELECT to_regclass('public._prisma_migrations') AS history");
  if (history.rows[0]?.history === null) return null;
  const { rows } = await client.query<{ name: string | null }>(
    'SELECT max(migration_name) AS name FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return rows[0]?.name ?? null;
}
