import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scriptToMigrations } from '../prisma/compare.ts';
import type { Adoption } from './adoption.ts';
import { describeDifferences } from './describe-differences.ts';

export interface WriteDifferencesOptions {
  url: string;
  project: string;
  /** One that ended with `differs`. */
  adoption: Adoption;
  /** Where to write. */
  file: string;
}

/** What Prisma's comparison makes; the other kinds are told in comments. */
const PRISMAS = new Set([
  'table',
  'column',
  'constraint',
  'index',
  'enum',
  'schema',
  'sequence',
  'extension',
]);

/**
 * Writes the script that brings the tables of the database to the migration that it is closest to. It is no migration: the
 * history makes all of it already. Policies, functions, triggers and rights, which Prisma does not know, stand in it as comments.
 *
 * @throws MigrateError MIGRATION_FAILED
 */
export async function writeDifferences({
  url,
  project,
  adoption,
  file,
}: WriteDifferencesOptions): Promise<void> {
  const { closest } = adoption;
  if (closest === undefined) return;
  const folder = await mkdtemp(path.join(tmpdir(), 'orgdb-adopt-'));
  try {
    const migrations = path.join(project, 'prisma', 'migrations');
    for (const name of await readdir(migrations)) {
      if (name <= closest.migration || name === 'migration_lock.toml')
        await cp(path.join(migrations, name), path.join(folder, name), { recursive: true });
    }
    const script = await scriptToMigrations(
      {
        url,
        project,
        what: 'The differences could not be written.',
        doing: 'the database was compared with the migrations',
      },
      folder,
    );
    const others = closest.differences.filter(({ kind }) => !PRISMAS.has(kind));
    const comments = describeDifferences(others).map((line) => `--   ${line}`);
    await writeFile(
      file,
      [
        `-- Brings the tables of ${adoption.database} to the schema after ${closest.migration}. Read it before it is run.`,
        ...(comments.length > 0
          ? ['-- To be done by hand, because Prisma does not know of it:', ...comments]
          : []),
        '',
        script,
      ].join('\n'),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
