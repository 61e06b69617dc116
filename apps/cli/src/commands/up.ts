import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { seed } from '../database/seed.ts';
import { describeLogins } from '../output/logins.ts';

export interface UpOptions {
  /** False for `--no-seed`. */
  seed: boolean;
}

/** Brings server, roles, database, migrations and seeds up; the local server stays until `down`. */
export async function up(context: Context, options: UpOptions): Promise<void> {
  await using(await openDatabase(context, { stay: true }), async (database) => {
    const applied = await migrate(context, database);
    const report = await seedUnlessProduction(context, database, options);
    const logins = report?.logins ?? [];
    context.output.result(
      { kind: database.kind, database: database.where, applied, logins },
      [
        `ready: ${database.where}`,
        ...(logins.length > 0 ? ['logins', describeLogins(logins)] : []),
        ...(database.kind === 'local'
          ? ['try: psql "$(pnpm -s orgdb url)"; stop it with "pnpm orgdb down"']
          : []),
      ].join('\n'),
    );
  });
}

async function seedUnlessProduction(context: Context, database: Database, options: UpOptions) {
  if (!options.seed) return undefined;
  if (context.environment.production) {
    context.output.note('Not seeded: NODE_ENV is production. "orgdb seed --force" does it.');
    return undefined;
  }
  return seed(context, database);
}
