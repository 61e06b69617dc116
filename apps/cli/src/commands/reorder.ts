import { reorderMigration, withConnection, withDatabaseLock } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { findDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';

/** Gives a migration that has not shipped a timestamp behind all others. */
export async function reorder(context: Context, name: string): Promise<void> {
  const { environment, output, project } = context;
  if (environment.production) {
    throw new CliError(
      'PRODUCTION_REFUSED',
      'Migrations are renamed on a development machine; NODE_ENV is production.',
    );
  }
  await using(await findDatabase(context), async (database) => {
    const url = database.url('owner');
    const to = await withDatabaseLock(url, () =>
      withConnection(url, (client) => reorderMigration({ project, name, client })),
    );
    output.result(
      { from: name, to, database: database.where },
      `${name} is now ${to}, here and in the history of ${database.where}.`,
    );
  });
}
