import type { Context } from '../context.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { type SeedChoice, seed } from '../database/seed.ts';
import { columns } from '../output/columns.ts';
import { describeLogins } from '../output/logins.ts';

/** Writes the seeds that are missing: all of them, those of some systems, or the tenants of files. */
export async function seedCommand(context: Context, choice: SeedChoice): Promise<void> {
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    const report = await seed(context, database, choice);
    const rows = report.steps.map(({ tenant, step, created, unchanged }) => [
      tenant ?? 'all tenants',
      step,
      `${created} created, ${unchanged} unchanged`,
    ]);
    context.output.result(
      { database: database.where, ...report },
      [columns(rows), ...(report.logins.length > 0 ? ['logins', describeLogins(report.logins)] : [])].join(
        '\n',
      ),
    );
  });
}
