import {
  compareCatalogs,
  type Difference,
  describeUrl,
  readCatalog,
  withConnection,
  withScratchDatabase,
} from '@org/db-migrate';
import type { Client } from 'pg';
import { type BackupSummary, loadBackup, readBackup } from './load.ts';
import { SPELLING, sumTable } from './read-database.ts';
import type { BackupOrigin } from './records.ts';
import { requireRolesOf } from './restore.ts';

export interface VerifyOptions {
  /** Of a role that may create databases; a scratch database beside this one is used. */
  url: string;
  file: string;
  key?: Buffer | undefined;
  onProgress?: (line: string) => void;
}

export interface Verified {
  readonly origin: BackupOrigin;
  readonly tables: number;
  readonly rows: number;
  /** `spelled-by-another-version`: only names were compared. `left-out`: the backup lacks schemas. */
  readonly catalog: 'equal' | 'different' | 'spelled-by-another-version' | 'left-out';
  /** What is not as it was; nothing when the backup is proven. */
  readonly problems: readonly string[];
}

/**
 * Proves a backup: restores it into a scratch database, and compares there the number and checksum of each table's rows and the
 * whole catalog with what was recorded when it was written.
 *
 * @throws OperationsError as `readBackup` and `loadBackup`, ROLE_MISSING; MigrateError as `connect`
 */
export async function verifyBackup({ url, file, key, onProgress }: VerifyOptions): Promise<Verified> {
  const summary = await readBackup(file, key);
  await withConnection(url, (client) => requireRolesOf(client, summary.origin));
  return withScratchDatabase(
    url,
    async (scratch) => {
      onProgress?.(`restoring into ${describeUrl(scratch)}`);
      await loadBackup(scratch, file, key);
      return withConnection(scratch, (client) => compare(client, summary));
    },
    onProgress,
  );
}

async function compare(client: Client, { origin, tables, catalog }: BackupSummary): Promise<Verified> {
  await client.query(SPELLING);
  const problems: string[] = [];
  for (const { table, rows, checksum } of tables) {
    const now = await sumTable(client, table);
    if (now.rows !== rows) problems.push(`${table} has ${now.rows} rows instead of ${rows}`);
    else if (now.checksum !== checksum) problems.push(`${table} has other rows than it had`);
  }
  const actual = await readCatalog(client, { partitions: 'named', columnOrder: true });
  const sameVersion = catalog?.version === actual.version;
  const differences = catalog ? compareCatalogs(catalog, actual) : [];
  const counted = differences.filter((one) => one.change !== 'changed' || (sameVersion && isChanged(one)));
  problems.push(...counted.map(({ kind, name, change }) => `${kind} ${name} is ${change}`));
  return {
    origin,
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + Number(rows), 0),
    catalog: !catalog
      ? 'left-out'
      : counted.length > 0
        ? 'different'
        : sameVersion
          ? 'equal'
          : 'spelled-by-another-version',
    problems,
  };
}

/** PostgreSQL writes `a AND (b AND c)` without the parentheses once it has read it again, as a restore makes it. */
function isChanged({ facts }: Difference): boolean {
  const plain = (text = '') => text.replace(/[()\s]/g, '');
  return facts.some(({ expected, actual }) => plain(expected) !== plain(actual));
}
