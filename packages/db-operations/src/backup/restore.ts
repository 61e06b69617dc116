import { randomBytes } from 'node:crypto';
import { withConnection } from '@org/db-migrate';
import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { OperationsError } from '../errors.ts';
import { loadBackup, readBackup } from './load.ts';
import { readDataTables } from './read-database.ts';
import type { BackupOrigin } from './records.ts';
import { requireRolesOf } from './roles.ts';

export interface RestoreOptions {
  /** Of a role that may create databases: a superuser, or a member of the roles in the backup. */
  url: string;
  file: string;
  key?: Buffer | undefined;
  /** The database to make; that of `url` by default. */
  database?: string | undefined;
  /** Where it holds something: keep that under another name. */
  force?: boolean;
  onProgress?: (line: string) => void;
  signal?: AbortSignal | undefined;
}

export interface Restored {
  readonly database: string;
  /** Absent where orgdb did not write it. */
  readonly origin?: BackupOrigin;
  readonly tables: number;
  /** The name under which the database that was there is kept. */
  readonly kept?: string;
}

/**
 * Restores a backup into a database of its own beside the target, which takes the target's name only when it is whole. Nothing
 * that was there is deleted: with `force` it keeps its rows under another name.
 *
 * @throws OperationsError RESTORE_TARGET_NOT_EMPTY, ROLE_MISSING, RESTORE_FORBIDDEN, RESTORE_FAILED, and as `readBackup`;
 * MigrateError as `connect`, and DUMP_INVALID where a statement of a dump is refused
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { file, key, signal, force = false, onProgress } = options;
  const database = options.database ?? decodeURIComponent(new URL(options.url).pathname.slice(1));
  const { origin } = await readBackup(file, key, { signal });
  return withConnection(urlOf(options.url, 'postgres'), async (client) => {
    if (origin) await requireRolesOf(client, origin);
    const there = await state(client, options.url, database);
    if (there === 'filled' && !force) {
      throw new OperationsError(
        'RESTORE_TARGET_NOT_EMPTY',
        `The database "${database}" is not empty. Restore into another by --to-database, or repeat it with --force: then it keeps its content under another name.`,
      );
    }
    const fresh = `${database.slice(0, 40)}_restoring_${randomBytes(4).toString('hex')}`;
    await create(client, fresh, origin);
    try {
      onProgress?.(`restoring into "${fresh}"`);
      const filled = urlOf(options.url, fresh);
      await loadBackup(filled, file, { key, signal });
      const tables = await withConnection(filled, (restored) => readDataTables(restored, []));
      const kept = there === 'none' ? undefined : await moveAside(client, database);
      await client.query(`ALTER DATABASE ${escapeIdentifier(fresh)} RENAME TO ${escapeIdentifier(database)}`);
      return {
        database,
        tables: tables.length,
        ...(origin ? { origin } : {}),
        ...(kept === undefined ? {} : { kept }),
      };
    } catch (error) {
      await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(fresh)} WITH (FORCE)`);
      throw error;
    }
  });
}

async function state(client: Client, url: string, database: string): Promise<'none' | 'empty' | 'filled'> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (!rowCount) return 'none';
  const { rows } = await withConnection(urlOf(url, database), (target) =>
    target.query(
      `SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' LIMIT 1`,
    ),
  );
  return rows.length === 0 ? 'empty' : 'filled';
}

async function create(client: Client, name: string, origin: BackupOrigin | undefined): Promise<void> {
  const database = escapeIdentifier(name);
  const owner = origin ? `OWNER ${escapeIdentifier(origin.owner)}` : '';
  try {
    await client.query(`CREATE DATABASE ${database} ${owner} TEMPLATE template0 ENCODING 'UTF8'`);
    for (const setting of origin?.settings ?? []) {
      const at = setting.indexOf('=');
      await client.query(
        `ALTER DATABASE ${database} SET ${escapeIdentifier(setting.slice(0, at))} = ${escapeLiteral(setting.slice(at + 1))}`,
      );
    }
  } catch (cause) {
    const whose = origin ? ` for "${origin.owner}"` : '';
    const member = origin ? ` that is a member of "${origin.owner}"` : '';
    throw new OperationsError(
      'RESTORE_FORBIDDEN',
      `A database${whose} cannot be made: ${(cause as Error).message}. Use a superuser, or a role with CREATEDB${member}.`,
      { cause },
    );
  }
}

async function moveAside(client: Client, database: string): Promise<string> {
  const kept = `${database.slice(0, 40)}_before_${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`;
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
  await client.query(`ALTER DATABASE ${escapeIdentifier(database)} RENAME TO ${escapeIdentifier(kept)}`);
  return kept;
}

function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}
