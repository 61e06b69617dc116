import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Names of the migrations that ship with this code, oldest first. */
export async function expectedMigrations(): Promise<readonly string[]> {
  const manifest = fileURLToPath(import.meta.resolve('@org/db/package.json'));
  const entries = await readdir(path.join(path.dirname(manifest), 'prisma', 'migrations'), {
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
