import path from 'node:path';
import {
  type BackupFormat,
  backupDatabase,
  type Compression,
  readBackupKey,
  suffixOf,
} from '@org/db-operations';
import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { interruptible } from '../interruptible.ts';
import { shown } from '../output/shown.ts';

export interface BackupChoice {
  to?: string;
  format: BackupFormat;
  compress?: Compression;
  /** ORG_BACKUP_KEY has to be set. */
  keyFromEnv: boolean;
  withoutSchema: readonly string[];
}

/** Writes the database to a file, encrypted when ORG_BACKUP_KEY is set. */
export async function backup(context: Context, choice: BackupChoice): Promise<void> {
  const key = backupKey(context);
  if (choice.keyFromEnv && key === undefined) {
    throw new CliError('USAGE', 'ORG_BACKUP_KEY is not set. Make one with "openssl rand -base64 32".');
  }
  await using(await openDatabase(context), async (database) => {
    const url = whoSeesAll(database);
    const name = decodeURIComponent(new URL(url).pathname.slice(1));
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const { format, compress: compression, withoutSchema: without } = choice;
    const ending = suffixOf(format, compression, key !== undefined);
    const file = path.resolve(choice.to ?? `${name}-${time}${ending}`);
    const onProgress = context.output.note;
    const made = await interruptible('Interrupted; no backup was written.', (signal) =>
      backupDatabase({ url, file, key, format, compression, without, onProgress, signal }),
    );
    const rows = made.tables.reduce((sum, table) => sum + Number(table.rows), 0);
    context.output.result(
      { ...made, encrypted: key !== undefined },
      `${shown(file)}: ${made.tables.length} tables with ${rows} rows of ${database.where}, ${key ? 'encrypted' : 'NOT encrypted (ORG_BACKUP_KEY is not set)'}.\nProve it: pnpm orgdb backup verify ${shown(file)}`,
    );
  });
}

/** Of the local server the superuser; of another the role of DIRECT_URL, which the backup checks for what it cannot see. */
export function whoSeesAll(database: Database): string {
  return database.url(database.kind === 'local' ? 'superuser' : 'owner');
}

/** @throws OperationsError KEY_INVALID */
export function backupKey({ environment }: Context): Buffer | undefined {
  return environment.backupKey === undefined ? undefined : readBackupKey(environment.backupKey);
}
