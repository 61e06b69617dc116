import type { Context } from '../context.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { type SeedChoice, seed, seedVolume } from '../database/seed.ts';
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

/** Writes the demo tenants where they are missing, and many tenants that are copies of them. Refused in production. */
export async function seedVolumeCommand(
  context: Context,
  choice: { readonly tenants: number; readonly scale: number },
): Promise<void> {
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    await seed(context, database);
    const { tenants, rows } = await seedVolume(context, database, choice);
    const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
    context.output.result(
      { database: database.where, tenants, rows },
      tenants === 0
        ? 'Volume data are there already; nothing was written.'
        : `${all} rows of ${tenants} tenants, in ${Object.keys(rows).length} tables.`,
    );
  });
}
