import path from 'node:path';
import { type MigrationFiles, readMigrationFiles } from '../check/files/migration-files.ts';
import { readPublished } from '../check/published/published.ts';
import { MigrateError } from '../errors.ts';

/** The history, and the migrations at its end that are rehearsed. */
export interface RehearsalHistory {
  readonly before: readonly MigrationFiles[];
  readonly rehearsed: readonly MigrationFiles[];
  /** Why these. */
  readonly note?: string;
}

export interface HistoryChoice {
  /** The first migration to be rehearsed. */
  readonly from?: string;
  /** The migrations that a database holds; all others are rehearsed. */
  readonly applied?: readonly string[];
}

/**
 * Divides the history of a project: from a given migration on, or what a database does not hold, or what is not published, or the
 * last migration.
 *
 * @throws MigrateError MIGRATIONS_MISSING, REHEARSAL_EMPTY when there is nothing to rehearse, PUBLISHED_INVALID
 */
export async function chooseMigrations(
  project: string,
  { from, applied }: HistoryChoice,
): Promise<RehearsalHistory> {
  const all = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  if (all.length === 0) throw nothing('The project has no migrations.');
  if (from !== undefined) {
    const index = all.findIndex(({ name }) => name === from);
    if (index < 0) {
      throw nothing(`There is no migration ${from}. The last ones are ${names(all.slice(-3))}.`);
    }
    return divide(all, index);
  }
  if (applied !== undefined) {
    const index = all.findIndex(({ name }) => !applied.includes(name));
    if (index < 0) {
      throw nothing(
        'The database holds every migration of this checkout. Name the first one to rehearse with --from.',
      );
    }
    return divide(all, index);
  }
  const published = await readPublished(project);
  const isNew = ({ name }: MigrationFiles) => !(name in (published?.migrations ?? {}));
  const first = published === undefined ? -1 : all.findIndex(isNew);
  if (first >= 0) return divide(all, first);
  const why = published === undefined ? 'Nothing is published yet' : 'All are published';
  return {
    ...divide(all, all.length - 1),
    note: `${why}, so the last migration is rehearsed; --from names an earlier one.`,
  };
}

function divide(all: readonly MigrationFiles[], index: number): RehearsalHistory {
  return { before: all.slice(0, index), rehearsed: all.slice(index) };
}

function nothing(message: string): MigrateError {
  return new MigrateError('REHEARSAL_EMPTY', message);
}

const names = (files: readonly MigrationFiles[]) => files.map(({ name }) => name).join(', ');
