import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '../../errors.ts';
import { readTables } from '../../schema/read-tables.ts';
import { readMigrationFiles } from '../files/migration-files.ts';

/** What the last published version brought: written at a release, kept in git beside the migrations. */
export interface Published {
  readonly version: string;
  /** SHA-256 of each migration's text, by name. */
  readonly migrations: Readonly<Record<string, string>>;
  /** The columns that the version's client reads, by `schema.table`. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** The record's place in a project. */
function publishedFile(project: string): string {
  return path.join(project, 'prisma', 'published.json');
}

/** The record of a project; undefined when no version was published. @throws MigrateError PUBLISHED_INVALID */
export async function readPublished(project: string): Promise<Published | undefined> {
  const file = publishedFile(project);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { version, migrations, reads } = JSON.parse(text);
    if (typeof version === 'string' && isRecord(migrations) && isRecord(reads))
      return { version, migrations, reads };
  } catch (cause) {
    throw invalid(file, cause);
  }
  throw invalid(file);
}

/**
 * Records the project as it is as published: its migrations may not be edited from now on, and what its schema files
 * name may not be dropped before another version is published.
 *
 * @throws MigrateError SCHEMA_INVALID, ANNOTATION_INVALID, MIGRATIONS_MISSING
 */
export async function recordPublished(project: string, version: string): Promise<Published> {
  const tables = await readTables(path.join(project, 'prisma', 'schema'));
  const migrations = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  const published: Published = {
    version,
    migrations: Object.fromEntries(migrations.map(({ name, script }) => [name, checksum(script)])),
    reads: Object.fromEntries(
      tables.map((table) => [`${table.schema}.${table.name}`, [...table.columns.values()]]),
    ),
  };
  await writeFile(publishedFile(project), `${JSON.stringify(published, null, 2)}\n`);
  return published;
}

/** What Prisma stores as a migration's checksum. */
export function checksum(script: string): string {
  return createHash('sha256').update(script).digest('hex');
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, cause?: unknown): MigrateError {
  return new MigrateError(
    'PUBLISHED_INVALID',
    `${file} is damaged. Restore it from git, or write it anew with "orgdb migrate publish" on the published version.`,
    { cause },
  );
}
