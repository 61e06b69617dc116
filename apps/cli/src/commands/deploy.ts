import type { Context } from '../context.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';

/** Applies the pending migrations. */
export async function deploy(context: Context): Promise<void> {
  await using(await openDatabase(context), async (database) => {
    const applied = await migrate(context, database);
    const many = applied.length === 1 ? 'migration' : 'migrations';
    context.output.result(
      { database: database.where, applied },
      applied.length === 0
        ? `Nothing to apply: ${database.where} is up to date.`
        : `${applied.length} ${many} applied to ${database.where}.`,
    );
  });
}
