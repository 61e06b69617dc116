import { existsSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { readPublished } from '../check/published/published.ts';
import { MigrateError } from '../errors.ts';
import { hasHistory, recordName } from '../history/history.ts';
import { timestampsAfter } from '../write/timestamps.ts';
import { isPublished } from './order.ts';

export interface ReorderOptions {
  project: string;
  /** Name of the migration's folder. */
  name: string;
  /** The database in which it may have been applied; its history is adjusted. */
  client: Client | undefined;
}

/**
 * Gives a migration that has not shipped a timestamp behind all others: folder, comment in rollback.sql, and the history of the
 * database in which it was tried. Returns its new name.
 *
 * @throws MigrateError CHOICE_INVALID when there is no such migration, or it was published
 */
export async function reorderMigration({ project, name, client }: ReorderOptions): Promise<string> {
  const directory = path.join(project, 'prisma', 'migrations');
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (!names.includes(name)) {
    throw new MigrateError('CHOICE_INVALID', `There is no migration ${name} in ${directory}.`);
  }
  if (isPublished(name, await readPublished(project))) {
    throw new MigrateError(
      'CHOICE_INVALID',
      `${name} was published: databases hold it under this name. Reorder the one that has not shipped.`,
    );
  }
  const [stamp] = timestampsAfter(names, 1);
  const to = `${stamp}_${name.replace(/^\d+_?/, '') || 'migration'}`;
  await rename(path.join(directory, name), path.join(directory, to));
  const back = path.join(directory, to, 'rollback.sql');
  if (existsSync(back)) await writeFile(back, (await readFile(back, 'utf8')).replaceAll(name, to));
  // The text, and with it the checksum, stays.
  if (client !== undefined && (await hasHistory(client))) await recordName(client, name, to);
  return to;
}
