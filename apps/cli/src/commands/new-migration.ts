import path from 'node:path';
import {
  explainPrisma,
  MigrateError,
  runPrisma,
  type WrittenMigration,
  writeMigration,
} from '@org/db-migrate';
import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { shown } from '../output/shown.ts';

export interface NewMigrationOptions {
  name: string;
  /** Write it, and leave applying it to the user. */
  createOnly: boolean;
}

/** Writes a migration for what changed in the schema files, applies it and generates the client anew. */
export async function newMigration(context: Context, options: NewMigrationOptions): Promise<void> {
  const { output, project } = context;
  if (context.environment.production) {
    throw new CliError(
      'PRODUCTION_REFUSED',
      'Migrations are written on a development machine; NODE_ENV is production.',
    );
  }
  await using(await openDatabase(context), async (database) => {
    await migrate(context, database);
    const written = await writeMigration({ name: options.name, project, url: database.url('owner') });
    if (written === undefined) {
      output.result({ migration: null }, 'The schema files hold nothing new, so no migration was written.');
      return;
    }
    for (const warning of written.warnings) output.note(`warning: ${warning}`);
    // Data of a database that is not this machine's own is not deleted by the way.
    const careful = database.kind === 'external' && written.warnings.length > 0;
    const applied = !options.createOnly && !careful;
    if (applied) await apply(context, database, written);
    else output.note('Not applied. Read it, then run "pnpm db:migrate:deploy" and "pnpm db:generate".');
    output.result(
      { migration: { ...written, applied } },
      [
        `${applied ? 'Written and applied' : 'Written'}: ${shown(written.directory)}/migration.sql`,
        `The way back: ${shown(written.directory)}/rollback.sql`,
        ...(written.followUps.length > 0
          ? [`Steps that would keep others waiting follow, in ${written.followUps.join(' and ')}.`]
          : []),
        ...(written.tables.length > 0
          ? [`Isolation, rights and audit added for ${written.tables.join(', ')}.`]
          : []),
        ...(written.changedTables.length > 0
          ? [`Isolation, rights or audit changed for ${written.changedTables.join(', ')}.`]
          : []),
      ].join('\n'),
    );
  });
}

async function apply(context: Context, database: Database, written: WrittenMigration): Promise<void> {
  try {
    await migrate(context, database);
  } catch (error) {
    if (!(error instanceof MigrateError) || error.code !== 'MIGRATION_FAILED') throw error;
    const name = written.followUps.find((one) => error.message.includes(one)) ?? written.name;
    const directory = shown(path.join(path.dirname(written.directory), name));
    const next = `The migration is written, and does not fit the rows of ${database.where}. Correct ${directory}/migration.sql, then run "pnpm orgdb prisma migrate resolve --rolled-back ${name}" and "pnpm db:migrate:deploy".`;
    throw new MigrateError('MIGRATION_FAILED', `${next}\n${error.message}`, { cause: error });
  }
  const generated = await runPrisma({ project: context.project, args: ['generate'] });
  if (generated.exitCode !== 0) {
    throw new CliError(
      'PRISMA_FAILED',
      `The migration is applied, but the client could not be generated: ${explainPrisma(generated)}`,
    );
  }
}
