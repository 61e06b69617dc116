import { type RollbackReport, rollBack } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { catalogCache } from '../database/catalog-cache.ts';
import { openDatabase, using } from '../database/open.ts';
import { EXIT } from '../exit-codes.ts';

export interface RollbackChoice {
  /** The newest migration that stays. */
  to?: string;
  dryRun: boolean;
  sign?: string;
  /** A command line. */
  backup?: string;
}

/** Takes migrations back; answers the exit code, 1 when the database is not what the remaining ones make. */
export async function rollback(context: Context, choice: RollbackChoice): Promise<number> {
  const { environment, output, project } = context;
  return using(await openDatabase(context), async (database) => {
    const report = await rollBack({
      ...choice,
      url: database.url('owner'),
      project,
      backup: choice.backup ?? environment.backupCommand,
      cache: catalogCache(context, database),
      onProgress: output.note,
    });
    output.result({ database: database.where, ...report }, describe(database.where, report));
    return report.verification?.ok === false ? EXIT.failed : EXIT.done;
  });
}

function describe(
  where: string,
  { migrations, losses, irreversible, dryRun, verification }: RollbackReport,
): string {
  if (migrations.length === 0) return `Nothing to take back: ${where} stays as it is.`;
  const drift = verification?.drift ?? [];
  return [
    `${dryRun ? 'Would be taken back' : 'Taken back'}, newest first: ${migrations.join(', ')}`,
    ...losses.map(
      ({ what, rows }) =>
        `${dryRun ? 'would be lost' : 'lost'}: ${what}, ${rows} ${rows === 1 ? 'row' : 'rows'}`,
    ),
    ...irreversible.map(({ migration, says }) => `${migration} is irreversible: ${says}`),
    ...(dryRun && (losses.length > 0 || irreversible.length > 0)
      ? ['It needs --sign "<your name>: <reason>".']
      : []),
    ...drift.map(({ what, meaning }) => `${what}: ${meaning}`),
    ...(verification === undefined
      ? []
      : [
          verification.ok
            ? `${where} is what the remaining migrations make.`
            : `${where} is not what the remaining migrations make.`,
        ]),
  ].join('\n');
}
