import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { during, isConnectionLost, type LoadOptions, loadSql, restoredSql } from '@org/db-migrate';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { OperationsError } from '../errors.ts';
import { withConnectionUntil } from './connection.ts';
import { readCustom } from './dump/read-custom.ts';
import { readDirectory } from './dump/read-directory.ts';
import { readPlain } from './dump/read-plain.ts';
import type { BackupFormat } from './format.ts';
import { type OpenBackup, type OpenOptions, openBackup } from './open.ts';
import type { BackupProof } from './proof.ts';
import { SPELLING } from './read-database.ts';
import { type BackupOrigin, type BackupRecord, decode, type TableSum } from './records.ts';
import { damaged } from './seal.ts';

/** What a backup says of itself; a dump that others wrote says nothing. */
export interface BackupSummary extends Partial<BackupProof> {
  readonly format: BackupFormat;
}

/**
 * Reads a backup from end to end, so that one that is damaged is known before anything is done with it.
 *
 * @throws OperationsError BACKUP_INVALID, BACKUP_DAMAGED, KEY_MISSING, KEY_WRONG
 */
export async function readBackup(
  file: string,
  key?: Buffer,
  options: OpenOptions = {},
): Promise<BackupSummary> {
  const { format, chunks } = await openBackup(file, { ...options, key });
  return { format, ...(await READERS[format](file, chunks())) };
}

const READERS: Readonly<
  Record<BackupFormat, (file: string, chunks: AsyncIterable<Buffer>) => Promise<BackupProof | undefined>>
> = { orgbackup: readRecords, plain: readPlain, custom: readCustom, directory: readDirectory };

async function readRecords(file: string, chunks: AsyncIterable<Buffer>): Promise<BackupProof> {
  let origin: BackupOrigin | undefined;
  let catalog: BackupProof['catalog'];
  let isWhole = false;
  const tables: TableSum[] = [];
  for await (const { head } of records(file, chunks)) {
    if (head.kind === 'origin') origin = head;
    if (head.kind === 'rows') tables.push({ table: head.table, rows: head.rows, checksum: head.checksum });
    if (head.kind === 'catalog') catalog = head.catalog;
    if (head.kind === 'end') isWhole = head.tables === tables.length;
  }
  if (!isWhole || origin === undefined) throw damaged(file);
  return { origin, tables, ...(catalog ? { catalog } : {}) };
}

async function* records(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  try {
    yield* decode(chunks, file);
  } catch (error) {
    throw error instanceof SyntaxError ? damaged(file, error) : error;
  }
}

/**
 * Makes what a backup holds in an empty database.
 *
 * @throws OperationsError RESTORE_FAILED, and as `readBackup`; MigrateError DUMP_INVALID where a statement of a dump is refused
 */
export async function loadBackup(
  url: string,
  file: string,
  options: OpenOptions & LoadOptions = {},
): Promise<void> {
  const backup = await openBackup(file, options);
  await during(url, `${file} was loaded`, () =>
    withConnectionUntil(options.signal, url, async (client) => {
      if (backup.format === 'orgbackup') {
        await client.query(SPELLING);
        for await (const record of records(file, backup.chunks())) await loadRecord(client, record);
      } else {
        await loadDump(client, backup, options);
      }
      await client.query('ANALYZE');
    }),
  );
}

async function loadDump(client: Client, backup: OpenBackup, options: LoadOptions): Promise<void> {
  const { file, format, chunks, path } = backup;
  if (format === 'plain') return loadSql(client, file, chunks(), options);
  const restored = restoredSql(file, path ?? Readable.from(chunks()));
  try {
    await loadSql(client, file, restored.chunks, options);
  } finally {
    restored.close();
  }
}

async function loadRecord(client: Client, { head, content }: BackupRecord): Promise<void> {
  try {
    if (head.kind === 'definitions') {
      const sql = (await buffer(content)).toString();
      // A setting that servers before 17 do not know.
      await client.query(sql.replace(/^SET transaction_timeout = 0;$/m, ''));
      await client.query('SET row_security = on');
    } else if (head.kind === 'rows' && head.rows !== '0') {
      const target = client.query(copyFrom(`COPY ${head.table} ${head.columns} FROM STDIN`));
      await pipeline(Readable.from(content), target);
    } else if (head.kind === 'sequences') {
      for (const statement of head.statements) await client.query(statement);
    }
  } catch (cause) {
    if (cause instanceof OperationsError || isConnectionLost(cause)) throw cause;
    const what =
      head.kind === 'rows'
        ? `the rows of ${head.table}`
        : head.kind === 'definitions'
          ? head.section
          : head.kind;
    throw new OperationsError('RESTORE_FAILED', `The server refused ${what}: ${(cause as Error).message}.`, {
      cause,
    });
  }
}
