import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm';

const LOCK_FILE = 'migration_lock.toml';
const SCRIPT = 'migration.sql';

/** The migrations of a folder as Prisma's CLI hands them to its engine: in the order of their names, with what cannot be read told as such. */
export async function listMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return {
    baseDir: folder,
    lockfile: {
      path: LOCK_FILE,
      content: await readFile(path.join(folder, LOCK_FILE), 'utf8').catch(() => null),
    },
    migrationDirectories: await Promise.all(names.sort().map((name) => directory(folder, name))),
    shadowDbInitScript: '',
  };
}

async function directory(folder: string, name: string): Promise<MigrationDirectory> {
  const script = await readFile(path.join(folder, name, SCRIPT), 'utf8').then(
    (value) => ({ tag: 'ok' as const, value }),
    (error: Error) => ({ tag: 'error' as const, value: error.message }),
  );
  return { path: name, migrationFile: { path: SCRIPT, content: script } };
}
