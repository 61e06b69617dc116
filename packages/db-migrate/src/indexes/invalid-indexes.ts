import type { Client } from 'pg';
import { quoteIdentifier } from '../derive/quote.ts';

/** An index that a concurrent build or drop has left behind: it costs each write, and answers no query. */
export interface InvalidIndex {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  /** What REINDEX CONCURRENTLY was building, or did not get to drop: the index itself is another. */
  readonly temporary: boolean;
  /** It belongs to a constraint, so it cannot be dropped by itself. */
  readonly constraint: boolean;
}

/**
 * The indexes that are not valid and that nobody builds at the moment. The index of a partitioned table is none of
 * them: it is not valid as long as a partition lacks its own, which is how one is made step by step.
 */
export async function invalidIndexes(client: Client): Promise<InvalidIndex[]> {
  const { rows } = await client.query<InvalidIndex>(
    `SELECT n.nspname AS schema, c.relname AS name, tn.nspname || '.' || t.relname AS "table",
       c.relname ~ '_cc(new|old)[0-9]*$' AS temporary,
       EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid) AS constraint
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
       JOIN pg_class AS t ON t.oid = i.indrelid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
     WHERE c.relkind = 'i' AND (NOT i.indisvalid OR NOT i.indisready OR NOT i.indislive) AND n.nspname !~ '^pg_'
       AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS p WHERE p.index_relid = c.oid OR p.relid = t.oid)
     ORDER BY 1, 2`,
  );
  return rows;
}

/** Whether an index of this name is there and valid. @param name `schema.name` */
export async function isValidIndex(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ valid: boolean }>(
    `SELECT i.indisvalid AND i.indisready AND i.indislive AS valid
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname || '.' || c.relname = $1`,
    [name],
  );
  return rows[0]?.valid === true;
}

/** Takes it away beside readers and writers. */
export async function dropIndex(client: Client, index: Pick<InvalidIndex, 'schema' | 'name'>): Promise<void> {
  await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${sql(index)}`);
}

/**
 * Builds it anew beside readers and writers, under its own name; what a build that fails leaves is taken away.
 *
 * @throws {Error} of the server: a unique index cannot be built over rows that are equal
 */
export async function rebuildIndex(client: Client, index: InvalidIndex): Promise<void> {
  try {
    await client.query(`REINDEX INDEX CONCURRENTLY ${sql(index)}`);
  } catch (error) {
    const left = await invalidIndexes(client);
    const own = left.filter(
      (one) => one.temporary && one.schema === index.schema && one.name.startsWith(index.name),
    );
    for (const one of own) await dropIndex(client, one);
    throw error;
  }
}

function sql({ schema, name }: Pick<InvalidIndex, 'schema' | 'name'>): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
