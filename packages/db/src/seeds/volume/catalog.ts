import type pg from 'pg';

/** A column as it has to be written. */
export interface Column {
  readonly name: string;
  /** Such as `uuid`, `date` or `timestamp with time zone`. */
  readonly type: string;
  /** What it refers to, if it does: `schema.name` and the column there. */
  readonly target: { readonly table: string; readonly column: string } | null;
  /** The columns of each unique key that it is part of, where it is a name that can take a suffix. */
  readonly keys: readonly (readonly string[])[] | null;
}

/** A table that belongs to tenants. */
export interface TenantTable {
  /** `schema.name`, quoted where SQL asks for it. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly partitioned: boolean;
}

/** Shorter texts (states, currencies) are codes, which keep their meaning only as they are. */
const SHORTEST_NAME = 20;

// What is generated, or counted by a sequence, is left to the database.
const TABLES = `
  SELECT c.oid::regclass::text AS name, c.relkind = 'p' AS partitioned,
    json_agg(json_build_object(
      'name', quote_ident(a.attname),
      'type', format_type(a.atttypid, NULL),
      'target', (
        SELECT json_build_object('table', con.confrelid::regclass::text, 'column', t.attname)
        FROM pg_constraint con
        JOIN pg_attribute t ON t.attrelid = con.confrelid AND t.attnum = con.confkey[array_position(con.conkey, a.attnum)]
        WHERE con.contype = 'f' AND con.conrelid = c.oid AND a.attname <> 'tenant_id' AND a.attnum = ANY (con.conkey)
        ORDER BY t.attname <> 'id', con.conname LIMIT 1),
      'keys', (
        SELECT json_agg((SELECT json_agg(k.attname) FROM pg_attribute k WHERE k.attrelid = c.oid AND k.attnum = ANY (i.indkey)))
        FROM pg_index i
        WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey)
          AND a.atttypid IN ('varchar'::regtype, 'text'::regtype)
          AND (a.atttypmod = -1 OR a.atttypmod - 4 >= ${SHORTEST_NAME}))
    ) ORDER BY a.attnum) AS columns
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace::regnamespace::text = ANY ($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') NOT LIKE 'nextval(%'
    AND EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant_id')
  GROUP BY c.oid, c.relkind ORDER BY 1`;

/** Reads the tables of tenants from the catalogs, so that a table of a later release is among them. */
export async function readTenantTables(
  client: pg.Client,
  schemas: readonly string[],
): Promise<TenantTable[]> {
  const { rows } = await client.query<TenantTable>(TABLES, [schemas]);
  return rows;
}
