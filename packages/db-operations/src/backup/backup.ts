import { readCatalog, withConnection } from '@org/db-migrate';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { writeBackupFile } from './file.ts';
import { pgDump } from './pg-dump/pg-dump.ts';
import {
  type DataTable,
  readDataTables,
  readOrigin,
  readSequences,
  SPELLING,
  sumTable,
} from './read-database.ts';
import { type BackupOrigin, encode, type TableSum } from './records.ts';

export interface BackupOptions {
  /** Straight to the server, as a role that sees every row. */
  url: string;
  /** An existing file is replaced when the new one is whole. */
  file: string;
  /** 32 bytes; see `readBackupKey`. */
  key?: Buffer | undefined;
  /** Schemas to leave out. */
  without?: readonly string[];
  onProgress?: (line: string) => void;
}

export interface Backup extends BackupOrigin {
  readonly file: string;
  readonly tables: readonly TableSum[];
}

/**
 * Writes a database to a file: definitions by pg_dump, rows by COPY, all of one snapshot, with the number and a checksum of each
 * table's rows and the catalog, by which `verifyBackup` proves it. It holds up no reader and no writer; migrations wait.
 *
 * @throws MigrateError as `connect`; OperationsError ROWS_HIDDEN, BACKUP_FORBIDDEN, BACKUP_UNSUPPORTED, BACKUP_FAILED
 */
export async function backupDatabase(options: BackupOptions): Promise<Backup> {
  const { url, file, key } = options;
  return withConnection(url, async (client) => {
    await client.query(SPELLING);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const without = options.without ?? [];
    const dataTables = await readDataTables(client, without);
    const origin = await readOrigin(client, without);
    const sums: TableSum[] = [];
    await writeBackupFile(file, records(client, origin, dataTables, sums, options), key);
    await client.query('COMMIT');
    return { ...origin, file, tables: sums };
  });
}

async function* records(
  client: Client,
  origin: BackupOrigin,
  tables: readonly DataTable[],
  sums: TableSum[],
  { url, onProgress }: BackupOptions,
): AsyncGenerator<Buffer> {
  const { without } = origin;
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  const dump = (section: string) =>
    pgDump(url, [
      `--section=${section}`,
      `--snapshot=${rows[0]?.snapshot}`,
      '--lock-wait-timeout=10000',
      ...without.map((schema) => `--exclude-schema="${schema.replaceAll('"', '""')}"`),
    ]);
  yield* encode({ kind: 'origin', ...origin });
  yield* encode({ kind: 'definitions', section: 'pre-data' }, [Buffer.from(await dump('pre-data'))]);
  for (const [index, { name, columns }] of tables.entries()) {
    const sum = await sumTable(client, name);
    sums.push(sum);
    if (sum.rows !== '0') onProgress?.(`${name}: ${sum.rows} rows (${index + 1} of ${tables.length})`);
    const content = sum.rows === '0' ? [] : client.query(copyTo(`COPY ${name} ${columns} TO STDOUT`));
    yield* encode({ kind: 'rows', columns, ...sum }, content);
  }
  yield* encode({ kind: 'sequences', statements: await readSequences(client, without) });
  yield* encode({ kind: 'definitions', section: 'post-data' }, [Buffer.from(await dump('post-data'))]);
  if (without.length === 0) {
    const catalog = await readCatalog(client, { partitions: 'named', columnOrder: true });
    yield* encode({ kind: 'catalog', catalog });
  }
  yield* encode({ kind: 'end', tables: tables.length });
}
