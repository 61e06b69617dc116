import path from 'node:path';
import { decryptBackup } from '@org/db-operations';
import type { Context } from '../context.ts';
import { shown } from '../output/shown.ts';
import { backupKey } from './backup.ts';

/** Writes what an encrypted dump holds, for psql or pg_restore. */
export async function backupDecrypt(context: Context, file: string, to: string): Promise<void> {
  const target = path.resolve(to);
  const format = await decryptBackup(file, backupKey(context), target);
  const reader = format === 'plain' ? 'psql -f' : 'pg_restore -d DATABASE';
  context.output.result(
    { file: target, format },
    `${shown(target)} is NOT encrypted. Read it by: ${reader} ${shown(target)}`,
  );
}
