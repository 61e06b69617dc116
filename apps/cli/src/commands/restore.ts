import { restoreBackup } from '@org/db-operations';
import type { Context } from '../context.ts';
import { openDatabase, using } from '../database/open.ts';
import { interruptible } from '../interruptible.ts';
import { backupKey, whoSeesAll } from './backup.ts';

export interface RestoreChoice {
  toDatabase?: string;
  force: boolean;
}

/** Makes a database from a backup; what was there under its name is kept under another one. */
export async function restore(
  context: Context,
  file: string,
  { toDatabase, force }: RestoreChoice,
): Promise<void> {
  const key = backupKey(context);
  await using(await openDatabase(context), async (database) => {
    const url = whoSeesAll(database);
    const onProgress = context.output.note;
    const restored = await interruptible('Interrupted; no database was changed.', (signal) =>
      restoreBackup({ url, file, key, database: toDatabase, force, onProgress, signal }),
    );
    const { kept, tables, origin } = restored;
    const keptNote =
      kept === undefined
        ? ''
        : `\nWhat was there is kept as "${kept}". When you no longer need it: DROP DATABASE "${kept}";`;
    context.output.result(
      restored,
      `Database "${restored.database}" holds the backup${origin ? ` of ${origin.createdAt}` : ''}, ${tables} tables.${keptNote}`,
    );
  });
}
