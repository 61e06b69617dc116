import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readMigrationFiles } from '../check/files/migration-files.ts';
import type { RecipeStep } from '../recipes/recipe.ts';
import { requireMigrationName } from './migration-name.ts';
import { timestampsAfter } from './timestamps.ts';

export interface WriteStepsOptions {
  /** Folder with prisma/migrations. */
  readonly project: string;
  /** Of the migrations; each step adds its suffix. */
  readonly name: string;
  /** In the order in which they are to be deployed. */
  readonly steps: readonly RecipeStep[];
}

export interface WrittenSteps {
  /** Names of the new migrations, in order. */
  readonly migrations: readonly string[];
  readonly directory: string;
}

/**
 * Writes migrations of given SQL behind those that there are, each with its way back. Nothing is applied.
 *
 * @throws MigrateError NAME_INVALID, MIGRATIONS_MISSING
 */
export async function writeSteps({ project, name, steps }: WriteStepsOptions): Promise<WrittenSteps> {
  requireMigrationName(name);
  const directory = path.join(project, 'prisma', 'migrations');
  const known = await readMigrationFiles(directory);
  const stamps = timestampsAfter(
    known.map((file) => file.name),
    steps.length,
  );
  const migrations: string[] = [];
  for (const [index, { suffix, migration, rollback }] of steps.entries()) {
    const full = [stamps[index], name, suffix].filter(Boolean).join('_');
    const folder = path.join(directory, full);
    await mkdir(folder);
    await writeFile(path.join(folder, 'migration.sql'), migration);
    await writeFile(path.join(folder, 'rollback.sql'), rollback);
    migrations.push(full);
  }
  return { migrations, directory };
}
