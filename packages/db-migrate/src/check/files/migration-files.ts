import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '../../errors.ts';

/** The files of one migration. */
export interface MigrationFiles {
  readonly name: string;
  /** Path of migration.sql, and beside it of rollback.sql. */
  readonly file: string;
  readonly rollbackFile: string;
  readonly script: string;
  readonly rollback: string | undefined;
}

/**
 * The migrations of a folder in the order in which they are applied.
 *
 * @throws MigrateError MIGRATIONS_MISSING when there is no such folder, or a migration without its SQL
 */
export async function readMigrationFiles(directory: string): Promise<MigrationFiles[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause) => {
    throw new MigrateError('MIGRATIONS_MISSING', `There are no migrations in ${directory}.`, { cause });
  });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
  return names.map((name) => readOne(directory, name));
}

// One after the other and without promises: for thousands of small files that takes a fraction of the time.
function readOne(directory: string, name: string): MigrationFiles {
  const folder = `${path.join(directory, name)}${path.sep}`;
  const file = `${folder}migration.sql`;
  const rollbackFile = `${folder}rollback.sql`;
  try {
    const rollback = existsSync(rollbackFile) ? readFileSync(rollbackFile, 'utf8') : undefined;
    return { name, file, rollbackFile, script: readFileSync(file, 'utf8'), rollback };
  } catch (cause) {
    throw new MigrateError(
      'MIGRATIONS_MISSING',
      `The migration ${name} has no readable ${file}. Restore the file, or remove the folder if it never shipped.`,
      { cause },
    );
  }
}
