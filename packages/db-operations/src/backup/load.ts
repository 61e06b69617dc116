import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Catalog, withConnection } from '@org/db-migrate';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { OperationsError } from '../errors.ts';
import { readBackupFile } from './file.ts';
import { SPELLING } from './read-database.ts';
import type { BackupOrigin, BackupRecord, TableSum } from './records.ts';
import { damaged } from './seal.ts';

/** What a backup says of itself. */
export interface BackupSummary {
  readonly origin: BackupOrigin;
  readonly tables: readonly TableSum[];
  /** Absent where schemas were left out. */
  readonly catalog?: Catalog;
}

/**
 * Reads a backup from end to end, so that one that is damaged is known before anything is done with it.
 *
 * @throws OperationsError BACKUP_INVALID, BACKUP_DAMAGED, KEY_MISSING, KEY_WRONG
 */
export async function readBackup(file: string, key?: Buffer): Promise<BackupSummary> {
  let origin: BackupOrigin | undefined;
  let catalog: Catalog | undefined;
  let isWhole = false;
  const tables: TableSum[] = [];
  for await (const { head } of readBackupFile(file, key)) {
    if (head.kind === 'origin') origin = head;
    if (head.kind === 'rows') tables.push({ table: head.table, rows: head.rows, checksum: head.checksum });
    if (head.kind === 'catalog') catalog = head.catalog;
    if (head.kind === 'end') isWhole = head.tables === tables.length;
  }
  if (!isWhole || origin === undefined) throw damaged(file);
  return { origin, tables, ...(catalog ? { catalog } : {}) };
}

/** Makes what a backup holds in an empty database. @throws OperationsError RESTORE_FAILED, and as `readBackup` */
export async function loadBackup(url: string, file: string, key?: Buffer): Promise<void> {
  await withConnection(url, async (client) => {
    await client.query(SPELLING);
    for await (const record of readBackupFile(file, key)) await loadRecord(client, record);
    await client.query('ANALYZE');
  });
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
    if (cause instanceof OperationsError) throw cause;
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
