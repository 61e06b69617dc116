import { verifyBackup } from '@org/db-operations';
import type { Context } from '../context.ts';
import { openDatabase, using } from '../database/open.ts';
import { EXIT } from '../exit-codes.ts';
import { backupKey, whoSeesAll } from './backup.ts';

/** Proves a backup by a restore; answers the exit code. */
export async function backupVerify(context: Context, file: string): Promise<number> {
  const key = backupKey(context);
  return using(await openDatabase(context), async (database) => {
    const verified = await verifyBackup({
      url: whoSeesAll(database),
      file,
      key,
      onProgress: context.output.note,
    });
    const { problems, tables, rows, origin } = verified;
    context.output.result(
      verified,
      problems.length > 0
        ? ['The backup does not restore to what it was made from:', ...problems].join('\n  ')
        : `Proven: ${tables} tables with ${rows} rows as they were at ${origin.createdAt}; catalog: ${verified.catalog}.`,
    );
    return problems.length === 0 ? EXIT.done : EXIT.failed;
  });
}
