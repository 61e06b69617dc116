import type { Context } from '../context.ts';
import type { UrlRole } from '../database/database.ts';
import { findDatabase, using } from '../database/open.ts';

/** Prints a connection string, and nothing else. */
export async function url(context: Context, role: UrlRole): Promise<void> {
  await using(await findDatabase(context), async (database) => {
    const found = database.url(role);
    context.output.result({ role, url: found }, found);
  });
}
