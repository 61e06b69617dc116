import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { MigrateError } from '../errors.ts';
import { readHistory } from '../history/history.ts';

/** How a database stands against the migrations of a checkout; names in order. */
export interface MigrationStatus {
  applied: string[];
  pending: string[];
  /** Begun and not finished, nor marked as rolled back. */
  failed: string[];
  /** Applied with another text than the checkout holds. */
  edited: string[];
  /** In the database only: it is newer than the checkout. */
  unknown: string[];
}

/**
 * Compares the history in the database with the folders of `project`; reads only.
 *
 * @throws MigrateError MIGRATIONS_MISSING when the project has no migrations folder.
 */
export async function migrationStatus(client: Client, project: string): Promise<MigrationStatus> {
  const local = await readMigrations(project);
  const rows = (await readHistory(client)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const finished = new Map(rows.filter((row) => row.finished).map((row) => [row.name, row.checksum]));
  const names = [...local.keys()];
  return {
    applied: names.filter((name) => finished.has(name)),
    pending: names.filter((name) => !finished.has(name)),
    failed: rows.filter((row) => !row.finished).map((row) => row.name),
    edited: names.filter((name) => finished.has(name) && finished.get(name) !== local.get(name)),
    unknown: [...finished.keys()].filter((name) => !local.has(name)),
  };
}

/** SHA-256 of each migration's text, by folder name, in order: what Prisma stores as the checksum. */
export async function readMigrations(project: string): Promise<Map<string, string>> {
  const directory = path.join(project, 'prisma', 'migrations');
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause) => {
    throw new MigrateError('MIGRATIONS_MISSING', `There are no migrations in ${directory}.`, { cause });
  });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const hashed = names.map(async (name) => {
    const file = path.join(directory, name, 'migration.sql');
    const sql = await readFile(file).catch((cause) => {
      throw new MigrateError(
        'MIGRATIONS_MISSING',
        `The migration ${name} has no readable ${file}. Restore the file, or remove the folder if it never shipped.`,
        { cause },
      );
    });
    return [name, createHash('sha256').update(sql).digest('hex')] as const;
  });
  return new Map(await Promise.all(hashed));
}
