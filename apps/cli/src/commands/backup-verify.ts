import { verifyBackup } from '@org/db-operations';
import type { Context } from '../context.ts';
import { openDatabase, using } from '../database/open.ts';
import { EXIT } from '../exit-codes.ts';
import { interruptible } from '../interruptible.ts';
import { backupKey, whoSeesAll } from './backup.ts';

/** Proves a backup by a restore; answers the exit code. */
export async function backupVerify(context: Context, file: string): Promise<number> {
  const key = backupKey(context);
  return using(await openDatabase(context), async (database) => {
    const url = whoSeesAll(database);
    const onProgress = context.output.note;
    const verified = await interruptible('Interrupted; the scratch database is removed.', (signal) =>
      verifyBackup({ url, file, key, onProgress, signal }),
    );
    const { problems, tables, rows, origin, catalog } = verified;
    const proven = origin
      ? `Proven: ${tables} tables with ${rows} rows as they were at ${origin.createdAt}; catalog: ${catalog}.`
      : `It loads: ${tables} tables with ${rows} rows. orgdb did not write it, so nothing is recorded in it to compare them with.`;
    context.output.result(
      verified,
      problems.length > 0
        ? ['The backup does not restore to what it was made from:', ...problems].join('\n  ')
        : proven,
    );
    return problems.length === 0 ? EXIT.done : EXIT.failed;
  });
}
