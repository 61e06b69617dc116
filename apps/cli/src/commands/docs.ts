import { existsSync } from 'node:fs';
import path from 'node:path';
import { documentSchema, PAGE, stalePages, writePages } from '@org/db-docs';
import { deployMigrations, requireRoles, withConnection, withScratchDatabase } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { shown } from '../output/shown.ts';

export interface DocsOptions {
  /** Compare, and write nothing. */
  check: boolean;
  /** Folder of the pages. */
  directory: string;
}

/**
 * Writes the documentation of the schema, or tells which of its pages are stale. It is read from a scratch database with every
 * migration applied, so what somebody tried out by hand does not come into it.
 */
export async function docs(context: Context, { check, directory }: DocsOptions): Promise<void> {
  const { output, project } = context;
  if (!existsSync(path.dirname(directory))) {
    throw new CliError('USAGE', `There is no folder ${path.dirname(directory)} to write the pages into.`);
  }
  const documentation = await using(await openDatabase(context), async (database) => {
    const url = database.url('owner');
    if (database.kind === 'external') await withConnection(url, requireRoles);
    return withScratchDatabase(url, async (scratch) => {
      await deployMigrations({ url: scratch, project });
      return withConnection(scratch, (client) =>
        documentSchema(client, path.join(project, 'prisma', 'schema')),
      );
    });
  });
  if (check) {
    const stale = await stalePages(documentation, directory);
    if (stale.length > 0) {
      throw new CliError(
        'DOCS_STALE',
        `The documentation does not fit the schema: ${stale.map((name) => shown(path.join(directory, name))).join(', ')}. Run "pnpm db:docs" and commit what it writes.`,
      );
    }
    output.result({ stale }, 'The documentation fits the schema.');
    return;
  }
  const changed = await writePages(documentation, directory);
  const page = path.join(directory, PAGE);
  output.result(
    { changed, page },
    [
      changed.length === 0
        ? `The Markdown in ${shown(directory)} was up to date.`
        : `Written: ${changed.map((name) => shown(path.join(directory, name))).join(', ')}.`,
      `For the browser: ${shown(page)}`,
    ].join('\n'),
  );
}
