import path from 'node:path';
import { requireMigrationName } from '@org/db-migrate';
import {
  type MaintainOptions,
  maintain as maintainDatabase,
  maintenanceText,
  slowQueries,
  writeIndexDrops,
} from '@org/db-operations';
import type { Context } from '../context.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { withStatistics } from '../explain/statistics.ts';
import { shown } from '../output/shown.ts';
import { whoSeesAll } from './backup.ts';

export interface MaintainChoice
  extends Pick<MaintainOptions, 'only' | 'apply' | 'reindex' | 'lockTimeoutSeconds' | 'thresholds'> {
  /** Name of a migration that drops redundant and unused indexes. */
  writeMigration?: string | undefined;
}

/** Tells what the database needs, and does what is safe when asked to; answers the exit code, 0 when nothing is left. */
export async function maintain(context: Context, choice: MaintainChoice): Promise<number> {
  const { output, project, environment } = context;
  const { writeMigration: name, ...options } = choice;
  if (options.reindex && !options.apply) {
    throw new CliError('USAGE', '--reindex changes the database: it goes together with --apply.');
  }
  if (name !== undefined) requireMigrationName(name);
  if (name !== undefined && environment.production) {
    throw new CliError(
      'PRODUCTION_REFUSED',
      'Migrations are written on a development machine; NODE_ENV is production.',
    );
  }
  return using(await openDatabase(context), async (database) => {
    const { retention } = environment;
    const report = await maintainDatabase({
      url: whoSeesAll(database),
      ...options,
      retention,
      readSlowQueries: (_client, limit) =>
        withStatistics(database, (client, name) => slowQueries(client, { database: name, limit })),
      onProgress: output.note,
    });
    const findings = report.sections.flatMap((section) => section.findings);
    const written = name === undefined ? undefined : await writeIndexDrops({ project, name, findings });
    const told =
      name === undefined
        ? []
        : written === undefined
          ? ['No redundant or unused index is to be dropped, so no migration was written.']
          : [
              ...written.migrations.map((one) => `${shown(path.join(written.directory, one))} written`),
              'Take the indexes out of the schema files, too (@@index), or the next migration makes them again.',
            ];
    output.result(
      { where: database.where, ...report, migrations: written?.migrations ?? [] },
      [maintenanceText(report), ...told].join('\n'),
    );
    return report.ok ? EXIT.done : EXIT.failed;
  });
}
