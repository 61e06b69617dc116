import { OperationsError } from '../errors.ts';
import { writeBackupFile } from './file.ts';
import type { BackupFormat } from './format.ts';
import { openBackup } from './open.ts';

/**
 * Writes what an encrypted dump holds, as SQL for psql or an archive for pg_restore. The file gets its name when all of it has proven
 * to be genuine.
 *
 * @throws OperationsError BACKUP_UNSUPPORTED for orgdb's own format, and as `readBackup`
 */
export async function decryptBackup(
  file: string,
  key: Buffer | undefined,
  to: string,
): Promise<BackupFormat> {
  const { format, chunks } = await openBackup(file, { key });
  if (format === 'orgbackup' || format === 'directory') {
    throw new OperationsError(
      'BACKUP_UNSUPPORTED',
      `${file} is in the format "${format}", which ${format === 'directory' ? 'is never encrypted' : 'only orgdb reads: restore it'}.`,
    );
  }
  await writeBackupFile(to, chunks(), { format, compression: 'none', key: undefined });
  return format;
}
