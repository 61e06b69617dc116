import {
  type Catalog,
  compareCatalogs,
  type Difference,
  describeUrl,
  readCatalog,
  withConnection,
  withScratchDatabase,
} from '@org/db-migrate';
import type { Client } from 'pg';
import type { BackupFormat } from './format.ts';
import { type BackupSummary, loadBackup, readBackup } from './load.ts';
import { readDataTables, SPELLING, sumTable } from './read-database.ts';
import type { BackupOrigin } from './records.ts';
import { requireRolesOf } from './roles.ts';

export interface VerifyOptions {
  /** Of a role that may create databases; a scratch database beside this one is used. */
  url: string;
  file: string;
  key?: Buffer | undefined;
  onProgress?: (line: string) => void;
  signal?: AbortSignal | undefined;
}

export interface Verified {
  readonly format: BackupFormat;
  /** Absent where orgdb did not write it: then it is only known that it loads, and what it holds. */
  readonly origin?: BackupOrigin;
  readonly tables: number;
  readonly rows: number;
  /** `spelled-by-another-version`: only names were compared. `left-out`: the backup lacks schemas. `unknown`: it was not recorded. */
  readonly catalog: 'equal' | 'different' | 'spelled-by-another-version' | 'left-out' | 'unknown';
  /** What is not as it was; nothing when the backup is proven. */
  readonly problems: readonly string[];
}

/**
 * Proves a backup: restores it into a scratch database, and compares there the number and checksum of each table's rows and the
 * whole catalog with what was recorded when it was written. Of a dump that orgdb did not write nothing was recorded.
 *
 * @throws OperationsError as `readBackup` and `loadBackup`, ROLE_MISSING; MigrateError as `connect`, and DUMP_INVALID
 */
export async function verifyBackup({ url, file, key, onProgress, signal }: VerifyOptions): Promise<Verified> {
  const summary = await readBackup(file, key, { signal });
  const { origin } = summary;
  if (origin) await withConnection(url, (client) => requireRolesOf(client, origin));
  return withScratchDatabase(
    url,
    async (scratch) => {
      onProgress?.(`restoring into ${describeUrl(scratch)}`);
      await loadBackup(scratch, file, { key, signal });
      return withConnection(scratch, (client) => compare(client, summary));
    },
    onProgress,
  );
}

async function compare(client: Client, summary: BackupSummary): Promise<Verified> {
  await client.query(SPELLING);
  const { format, origin } = summary;
  if (origin === undefined || summary.tables === undefined) {
    const tables = await readDataTables(client, []);
    let rows = 0;
    for (const { name } of tables) rows += Number((await sumTable(client, name)).rows);
    return { format, tables: tables.length, rows, catalog: 'unknown', problems: [] };
  }
  const problems: string[] = [];
  for (const { table, rows, checksum } of summary.tables) {
    const now = await sumTable(client, table);
    if (now.rows !== rows) problems.push(`${table} has ${now.rows} rows instead of ${rows}`);
    else if (now.checksum !== checksum) problems.push(`${table} has other rows than it had`);
  }
  const definitions = await compareDefinitions(client, summary.catalog);
  return {
    format,
    origin,
    tables: summary.tables.length,
    rows: summary.tables.reduce((sum, { rows }) => sum + Number(rows), 0),
    catalog: definitions.catalog,
    problems: [...problems, ...definitions.problems],
  };
}

async function compareDefinitions(
  client: Client,
  catalog: Catalog | undefined,
): Promise<Pick<Verified, 'catalog' | 'problems'>> {
  if (catalog === undefined) return { catalog: 'left-out', problems: [] };
  const actual = await readCatalog(client, { partitions: 'named', columnOrder: true });
  const sameVersion = catalog.version === actual.version;
  const counted = compareCatalogs(catalog, actual).filter(
    (one) => one.change !== 'changed' || (sameVersion && isChanged(one)),
  );
  return {
    catalog: counted.length > 0 ? 'different' : sameVersion ? 'equal' : 'spelled-by-another-version',
    problems: counted.map(({ kind, name, change }) => `${kind} ${name} is ${change}`),
  };
}

/** PostgreSQL writes `a AND (b AND c)` without the parentheses once it has read it again, as a restore makes it. */
function isChanged({ facts }: Difference): boolean {
  const plain = (text = '') => text.replace(/[()\s]/g, '');
  return facts.some(({ expected, actual }) => plain(expected) !== plain(actual));
}
