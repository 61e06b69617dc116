import { OperationsError } from '../errors.ts';
import { withConnectionUntil } from './connection.ts';
import { customDump } from './dump/archive-dump.ts';
import { writeDirectory } from './dump/directory-dump.ts';
import { plainDump } from './dump/plain.ts';
import { writeBackupFile } from './file.ts';
import { type BackupFormat, type Compression, compressionFor } from './format.ts';
import { ownRecords } from './own-format.ts';
import { SPELLING } from './read-database.ts';
import type { BackupOrigin, TableSum } from './records.ts';
import { openSource, type SourceOptions } from './source.ts';

export interface BackupOptions extends SourceOptions {
  /** Straight to the server, as a role that sees every row. */
  url: string;
  /** An existing file is replaced when the new one is whole; a folder must be empty or not there. */
  file: string;
  /** 32 bytes; see `readBackupKey`. */
  key?: Buffer | undefined;
  /** `orgbackup` by default. */
  format?: BackupFormat | undefined;
  /** By default none for `plain`, gzip for `custom` and `directory`; `orgbackup` is always compressed by zstd. */
  compression?: Compression | undefined;
}

export interface Backup extends BackupOrigin {
  readonly file: string;
  readonly format: BackupFormat;
  readonly tables: readonly TableSum[];
}

/**
 * Writes a database to a file: definitions by pg_dump, rows by COPY, all of one snapshot, with the number and a checksum of each
 * table's rows and the catalog, by which `verifyBackup` proves it. It holds up no reader and no writer; migrations wait.
 *
 * @throws MigrateError as `connect`; OperationsError ROWS_HIDDEN, BACKUP_FORBIDDEN, BACKUP_UNSUPPORTED, BACKUP_FAILED
 */
export async function backupDatabase(options: BackupOptions): Promise<Backup> {
  const { url, file, key, format = 'orgbackup', signal } = options;
  const compression = compressionFor(format, options.compression);
  if (format === 'directory' && key !== undefined) {
    throw new OperationsError(
      'BACKUP_UNSUPPORTED',
      'A folder is not encrypted: use the format "custom", or unset ORG_BACKUP_KEY.',
    );
  }
  return withConnectionUntil(signal, url, async (client) => {
    await client.query(SPELLING);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const source = await openSource(client, url, options);
    if (format === 'directory') {
      await writeDirectory(file, source, compression);
    } else if (format === 'custom') {
      const { content, beginning } = await customDump(source, compression);
      // The rows are compressed within it, so that pg_restore reads them.
      await writeBackupFile(file, content, { format, compression: 'none', key, beginning });
    } else {
      const content = format === 'plain' ? plainDump(source) : ownRecords(source);
      await writeBackupFile(file, content, { format, compression, key });
    }
    await client.query('COMMIT');
    return { ...source.origin, file, format, tables: source.tables };
  });
}
