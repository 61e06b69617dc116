import { deployMigrations, ROLES } from '@org/db-migrate';
import type { Client } from 'pg';
import { DbTestingError, reason } from '../errors.ts';
import { newDatabaseName, templateName } from '../names.ts';
import { closeDatabase } from '../run/clone.ts';
import { type LockName, lock, unlock } from '../run/locks.ts';

export interface TemplateOptions {
  /** Folder with prisma.config.ts, the schema and the migrations. */
  project: string;
  /** Of the migrations. */
  hash: string;
  runId: string;
  /** The owner's connection string of a database. */
  ownerUrl: (database: string) => string;
  onProgress: (line: string) => void;
}

/**
 * The template of these migrations, made when no earlier run did. It is kept from being dropped for as long as `client`
 * is connected, and nobody can connect to it, so that it can be cloned at any time.
 *
 * @throws DbTestingError TEMPLATE_FAILED with the reason when the migrations cannot be deployed
 */
export async function ensureTemplate(client: Client, options: TemplateOptions): Promise<string> {
  const name = templateName(options.hash);
  const building: LockName = { space: 'building', id: options.hash };
  await lock(client, building, 'exclusive');
  try {
    // Not the same lock: it is held until the run ends, and the next to build or to look must not wait for that.
    await lock(client, { space: 'template', id: options.hash }, 'shared');
    if (!(await exists(client, name))) {
      options.onProgress('Deploying the migrations to a template, once');
      await build(client, name, options);
    }
  } finally {
    await unlock(client, building);
  }
  return name;
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount === 1;
}

// Under a name of the run until it is whole: a half-made one is dropped with the run's other databases.
async function build(client: Client, name: string, options: TemplateOptions): Promise<void> {
  const draft = newDatabaseName(options.runId);
  await client.query(`CREATE DATABASE ${draft} OWNER ${ROLES.owner} TEMPLATE template0 ENCODING 'UTF8'`);
  try {
    await deployMigrations({ url: options.ownerUrl(draft), project: options.project });
  } catch (cause) {
    throw new DbTestingError(
      'TEMPLATE_FAILED',
      `The migrations of ${options.project} could not be deployed to a new database. ${reason(cause)}`,
      { cause },
    );
  }
  await closeDatabase(client, draft);
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
}
