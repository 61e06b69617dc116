import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { quoteIdentifier } from '../derive/quote.ts';
import { createdSchemas } from '../derive/schemas.ts';
import { hasHistory } from '../history/history.ts';
import { withConnection } from './connect.ts';

/**
 * Deletes a database, whoever is connected to it; nothing happens when there is none.
 *
 * @param superuserUrl connection string of a superuser, to another database of the server
 * @throws MigrateError as `connect`
 */
export async function dropDatabase(superuserUrl: string, database: string): Promise<void> {
  await withConnection(superuserUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(database)} WITH (FORCE)`),
  );
}

/**
 * Deletes what the migrations of `project` made, with all rows: the schemas that they create and the rows of the history. Other
 * schemas, the database itself and the roles stay, so it works where no database may be made.
 *
 * @param url connection string of the migrating role
 * @throws MigrateError as `connect`
 */
export async function dropMigrated(url: string, project: string): Promise<void> {
  const directory = path.join(project, 'prisma', 'migrations');
  const files = await readdir(directory, { recursive: true });
  const scripts = files.filter((file) => path.basename(file) === 'migration.sql');
  const texts = await Promise.all(scripts.map((file) => readFile(path.join(directory, file), 'utf8')));
  const schemas = new Set(texts.flatMap(createdSchemas));
  const drops = [...schemas].map((schema) => `DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE;`);
  await withConnection(url, async (client) => {
    // Emptied, not dropped: without that table Prisma refuses a database in which others have tables.
    const history = (await hasHistory(client)) ? ['DELETE FROM public._prisma_migrations;'] : [];
    // One query of several statements is one transaction: all of it or nothing.
    await client.query([...drops, ...history].join('\n'));
  });
}
