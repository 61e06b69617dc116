import { readCatalog } from '@org/db-migrate';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { pgDump } from './pg-dump/pg-dump.ts';
import type { BackupProof } from './proof.ts';
import { type DataTable, readDataTables, readOrigin, readSequences, sumTable } from './read-database.ts';
import type { BackupOrigin, TableSum } from './records.ts';

/** A table of a backup with its rows, as COPY writes them. They have to be read before the next table is asked for. */
export interface TableRows extends DataTable {
  readonly sum: TableSum;
  readonly rows: AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** The parts of a database as they are in one snapshot, to be asked for in whatever order a format wants them. */
export interface BackupSource {
  readonly origin: BackupOrigin;
  definitions(section: 'pre-data' | 'post-data'): Promise<string>;
  /** All definitions as an archive of pg_dump's custom format, in which the rows are missing. */
  archive(): Promise<Buffer>;
  /** Sums up the rows of all tables before the first are read, for a format that begins with the proof. */
  sumUp(): Promise<readonly DataTable[]>;
  rows(): AsyncGenerator<TableRows>;
  sequences(): Promise<string[]>;
  /** Those whose rows were summed up. */
  readonly tables: readonly TableSum[];
  proof(): Promise<BackupProof>;
}

export interface SourceOptions {
  /** Schemas to leave out. */
  without?: readonly string[];
  onProgress?: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Opens a snapshot on a connection, in whose transaction everything else has to happen.
 *
 * @throws OperationsError ROWS_HIDDEN, BACKUP_FORBIDDEN, BACKUP_UNSUPPORTED
 */
export async function openSource(
  client: Client,
  url: string,
  { without = [], onProgress, signal }: SourceOptions,
): Promise<BackupSource> {
  const tables = await readDataTables(client, without);
  const origin = await readOrigin(client, without);
  const { rows: exported } = await client.query<{ snapshot: string }>(
    'SELECT pg_export_snapshot() AS snapshot',
  );
  const args = [
    `--snapshot=${exported[0]?.snapshot}`,
    '--lock-wait-timeout=10000',
    ...without.map((schema) => `--exclude-schema="${schema.replaceAll('"', '""')}"`),
  ];
  const sums: TableSum[] = [];
  return {
    origin,
    tables: sums,
    definitions: (section) => pgDump(url, [`--section=${section}`, ...args], 'plain', signal).then(String),
    archive: () => pgDump(url, args, 'custom', signal),
    async sumUp() {
      for (const { name } of tables) sums.push(await sumTable(client, name));
      return tables;
    },
    async *rows() {
      for (const [index, table] of tables.entries()) {
        const { name, columns } = table;
        const sum = sums[index] ?? (await sumTable(client, name));
        sums[index] = sum;
        if (sum.rows !== '0') onProgress?.(`${name}: ${sum.rows} rows (${index + 1} of ${tables.length})`);
        const rows = sum.rows === '0' ? [] : client.query(copyTo(`COPY ${name} ${columns} TO STDOUT`));
        yield { ...table, sum, rows };
      }
    },
    sequences: () => readSequences(client, without),
    async proof() {
      if (without.length > 0) return { origin, tables: sums };
      const catalog = await readCatalog(client, { partitions: 'named', columnOrder: true });
      return { origin, tables: sums, catalog };
    },
  };
}
