import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { byName, type Catalog, type CatalogObject, type CatalogOptions, type CatalogRow } from './catalog.ts';
import { groupPartitions } from './partitions.ts';
import { BEHAVIOUR_QUERIES } from './queries/behaviour.ts';
import { RIGHTS_QUERIES } from './queries/rights.ts';
import { TABLE_QUERIES } from './queries/tables.ts';
import { TYPE_QUERIES } from './queries/types.ts';

const QUERIES = [...TABLE_QUERIES, ...BEHAVIOUR_QUERIES, ...TYPE_QUERIES, ...RIGHTS_QUERIES];

/** What PostgreSQL spells differently by a session's settings: names, moments, numbers, bytes. */
const SPELLING = `
  SET LOCAL search_path = ''; SET LOCAL quote_all_identifiers = off; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD';
  SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';
  SET LOCAL standard_conforming_strings = on; SET LOCAL jit = off`;

/** Changes with what is read and how it is told: catalogs of two formats cannot be compared. */
export const CATALOG_FORMAT: string = createHash('sha256')
  .update([SPELLING, ...QUERIES].join('\n'))
  .digest('hex')
  .slice(0, 16);

const ABOUT = `
  SELECT current_setting('server_version_num')::int / 10000 AS version,
    (SELECT quote_ident(pg_get_userbyid(c.relowner)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relname = '_prisma_migrations' AND c.relkind = 'r' ORDER BY n.nspname <> 'public', n.nspname LIMIT 1) AS "migratedBy"`;

/**
 * Reads everything in a database that migrations make, with one snapshot; any role may. Equal schemas give equal answers,
 * whatever the session's settings, the order in which they were made, and their oids.
 *
 * Not in it: what belongs to PostgreSQL, to extensions and to Prisma's history; what follows from something else, such as the
 * index of a primary key or what a partition has from its table; rows, statistics, and the settings of roles and databases.
 *
 * @param client a connection, which may be within a transaction; its settings are as before afterwards
 */
export async function readCatalog(client: Client, options: CatalogOptions = {}): Promise<Catalog> {
  const within = client.getTransactionStatus() === 'T';
  await client.query(
    within
      ? `SAVEPOINT orgdb_catalog; ${SPELLING}`
      : `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${SPELLING}`,
  );
  try {
    const { rows: about } = await client.query<{ version: number; migratedBy: string | null }>(ABOUT);
    const rows: CatalogRow[] = [];
    for (const query of QUERIES) rows.push(...(await client.query<CatalogRow>(query)).rows);
    const { version = 0, migratedBy } = about[0] ?? {};
    return {
      version,
      ...(migratedBy ? { migratedBy } : {}),
      objects: toObjects(rows, options),
    };
  } finally {
    await client.query(
      within ? 'ROLLBACK TO SAVEPOINT orgdb_catalog; RELEASE SAVEPOINT orgdb_catalog' : 'ROLLBACK',
    );
  }
}

function toObjects(rows: readonly CatalogRow[], options: CatalogOptions): CatalogObject[] {
  const { partitions = 'grouped', columnOrder = false } = options;
  const kept = partitions === 'grouped' ? groupPartitions(rows) : rows;
  return kept.map((row) => toObject(row, columnOrder)).sort(byName);
}

function toObject({ kind, name, of, facts }: CatalogRow, columnOrder: boolean): CatalogObject {
  const { position, ...others } = facts;
  const isPlaced = columnOrder && position !== undefined;
  return { kind, name, ...(of ? { of } : {}), facts: isPlaced ? { ...others, position } : others };
}
