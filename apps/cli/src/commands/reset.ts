import { dropDatabase, dropMigrated, withDatabaseLock } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { externalDatabase } from '../database/external.ts';
import { LOCAL_DATABASE, openLocal } from '../database/local.ts';
import { using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { up } from './up.ts';

export interface ResetOptions {
  /** Confirms that an external database may lose everything. */
  yes: boolean;
  seed: boolean;
}

/** Drops, migrates and seeds. Refused in production, and on a database of the environment's without `--yes`. */
export async function reset(context: Context, options: ResetOptions): Promise<void> {
  const { environment, output, project } = context;
  if (environment.production) {
    throw new CliError(
      'PRODUCTION_REFUSED',
      'Reset deletes all data, and NODE_ENV is production. Nothing was changed.',
    );
  }
  const external = externalDatabase(environment);
  if (external !== undefined && !options.yes) {
    throw new CliError(
      'CONFIRMATION_MISSING',
      `Reset would delete everything that the migrations made in ${external.where}, which the environment names. Repeat it with --yes if that is meant. Nothing was changed.`,
    );
  }
  if (external !== undefined) {
    const url = external.url('owner');
    await withDatabaseLock(url, () => dropMigrated(url, project));
    output.note(`dropped what the migrations made in ${external.where}`);
    return up(context, options);
  }
  const { home } = environment;
  await using(await openLocal({ home, onProgress: output.note }), async (local) => {
    const superuser = new URL(local.url('superuser'));
    superuser.pathname = '/postgres';
    await dropDatabase(superuser.href, LOCAL_DATABASE);
    output.note(`dropped ${local.where}`);
    await up(context, options);
  });
}
