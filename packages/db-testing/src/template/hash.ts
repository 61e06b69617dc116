import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DbTestingError } from '../errors.ts';

/**
 * Sixteen hexadecimal digits over every migration's name and text and the server's version: two checkouts with the same
 * migrations share one template, and a changed migration makes another.
 *
 * @throws DbTestingError OPTION_INVALID when the project has no migrations.
 */
export async function hashMigrations(project: string, serverVersion: string): Promise<string> {
  const directory = path.join(project, 'prisma', 'migrations');
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw new DbTestingError(
      'OPTION_INVALID',
      `There are no migrations in ${directory}. Set \`project\` to the folder with prisma.config.ts.`,
      { cause },
    );
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const hash = createHash('sha256').update(`server ${serverVersion}\n`);
  for (const name of names.sort()) {
    const sql = await readFile(path.join(directory, name, 'migration.sql'));
    hash.update(`${name} ${sql.length}\n`).update(sql);
  }
  return hash.digest('hex').slice(0, 16);
}
