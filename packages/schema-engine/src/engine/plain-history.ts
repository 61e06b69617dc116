import { createHash } from 'node:crypto';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import type { Client } from 'pg';

interface Row {
  readonly name: string;
  readonly checksum: string;
  readonly applied: boolean;
}

/**
 * Whether a database's history is the list of migrations, one by one, in order, none edited, failed or rolled back: the everyday
 * answer of `migrate status`, given without the wasm engine, which takes longer to start than to answer. False says nothing: whatever is not
 * as plain as this is the engine's to judge.
 */
export async function isPlainHistory(
  client: Client,
  { lockfile, migrationDirectories }: MigrationList,
): Promise<boolean> {
  if (!/^\s*provider\s*=\s*"postgresql"\s*$/m.test(lockfile.content ?? '')) {
    return false;
  }
  // The table may be missing, or not be readable.
  const rows = await history(client).catch((): Row[] => []);
  return (
    rows.length > 0 &&
    rows.length === migrationDirectories.length &&
    migrationDirectories.every(({ path, migrationFile: { content } }, index) => {
      const row = rows[index];
      return (
        content.tag === 'ok' &&
        row?.applied === true &&
        row.name === path &&
        row.checksum === createHash('sha256').update(content.value).digest('hex')
      );
    })
  );
}

async function history(client: Client): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AND rolled_back_at IS NULL AS applied
     FROM "_prisma_migrations" ORDER BY started_at`,
  );
  return rows;
}
