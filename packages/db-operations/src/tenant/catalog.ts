import type { Client } from 'pg';
import { OperationsError } from '../errors.ts';
import { inOrder } from './order.ts';

/** The table whose rows are the tenants, and the column by which all others name theirs. */
export const TENANTS = 'core.tenants';
const TENANT_COLUMN = 'tenant_id';

export interface Column {
  readonly name: string;
  /** As PostgreSQL writes it, such as `character varying(120)`. */
  readonly type: string;
  /** A row may be written without it: it is nullable, or has a default. */
  readonly optional: boolean;
}

export interface ForeignKey {
  readonly name: string;
  /** The table that is referred to. */
  readonly target: string;
  readonly columns: readonly string[];
  readonly targetColumns: readonly string[];
}

/** A table that holds rows of tenants; a partitioned one stands for its partitions. */
export interface TenantTable {
  /** `schema.table`, unquoted: for people and manifests. */
  readonly name: string;
  /** The same as an identifier for SQL. */
  readonly sql: string;
  /** The column that says whose a row is: `id` of the tenants, `tenant_id` of all others. */
  readonly tenantColumn: string;
  /** Without generated ones: those are computed anew. */
  readonly columns: readonly Column[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Sequences that fill its columns. */
  readonly sequences: readonly { readonly column: string; readonly sequence: string }[];
  /** It has triggers other than those of foreign keys. */
  readonly triggers: boolean;
  /** Policies hold for this role, be it that they let everything pass: then PostgreSQL refuses COPY FROM. */
  readonly guarded: boolean;
}

interface Row extends Omit<TenantTable, 'tenantColumn'> {
  readonly keyed: boolean;
  readonly seen: boolean;
}

// Every ordinary and partitioned table that has the column, whatever schema it lies in; and that of the tenants.
const TABLES = `
  SELECT n.nspname || '.' || c.relname AS name,
    format('%I.%I', n.nspname, c.relname) AS sql,
    (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'optional', NOT a.attnotnull OR a.atthasdef OR a.attidentity <> '') ORDER BY a.attnum)
      FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    (SELECT coalesce(json_agg(json_build_object('name', f.conname, 'target', fn.nspname || '.' || fc.relname,
        'columns', (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY AS k (number, place)
          JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.number),
        'targetColumns', (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY AS k (number, place)
          JOIN pg_attribute AS a ON a.attrelid = f.confrelid AND a.attnum = k.number)) ORDER BY f.conname), '[]')
      FROM pg_constraint AS f JOIN pg_class AS fc ON fc.oid = f.confrelid JOIN pg_namespace AS fn ON fn.oid = fc.relnamespace
      WHERE f.conrelid = c.oid AND f.contype = 'f' AND NOT fc.relispartition) AS "foreignKeys",
    (SELECT coalesce(json_agg(json_build_object('column', a.attname, 'sequence', d.objid::regclass::text)), '[]')
      FROM pg_depend AS d JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S'
      JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.deptype IN ('a', 'i')) AS sequences,
    EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS triggers,
    -- Whose a row is must be certain: by the primary key, or by a foreign key to the tenants.
    own.attname IS NULL OR (own.atttypid = 'uuid'::regtype AND (
      EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indkey[0] = own.attnum)
      OR EXISTS (SELECT FROM pg_constraint AS f WHERE f.conrelid = c.oid AND f.contype = 'f'
        AND f.conkey = ARRAY[own.attnum] AND f.confrelid = to_regclass($2)))) AS keyed,
    -- Row level security must hide nothing from the role that works here.
    NOT row_security_active(c.oid)
      OR (EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*'
            AND pg_get_expr(p.polqual, c.oid) = 'true'
            AND EXISTS (SELECT FROM unnest(p.polroles) AS r WHERE r = 0 OR pg_has_role(current_user, r, 'USAGE')))
        AND NOT EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid AND NOT p.polpermissive
            AND EXISTS (SELECT FROM unnest(p.polroles) AS r WHERE r = 0 OR pg_has_role(current_user, r, 'USAGE')))) AS seen,
    row_security_active(c.oid) AS guarded
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute AS own ON own.attrelid = c.oid AND own.attname = $1 AND own.attnum > 0 AND NOT own.attisdropped
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND (own.attname IS NOT NULL OR c.oid = to_regclass($2))`;

/**
 * The tables that hold rows of tenants, read from the catalogs: those that are referred to stand before those that refer.
 *
 * @throws OperationsError TABLE_UNCERTAIN names tables with a `tenant_id` that neither leads the primary key nor refers to the
 * tenants; ROWS_HIDDEN names those whose policies would hide rows from the role of this connection
 */
export async function readTenantTables(client: Client): Promise<TenantTable[]> {
  const { rows } = await client.query<Row>(TABLES, [TENANT_COLUMN, TENANTS]);
  const named = (wrong: (row: Row) => boolean) =>
    rows
      .filter(wrong)
      .map(({ name }) => name)
      .join(', ');
  if (!rows.some(({ name }) => name === TENANTS)) {
    throw new OperationsError('SCHEMA_MISSING', `The database has no table ${TENANTS}. Migrate it first.`);
  }
  const uncertain = named(({ keyed }) => !keyed);
  if (uncertain !== '') {
    throw new OperationsError(
      'TABLE_UNCERTAIN',
      `Whose rows these tables hold is uncertain: ${uncertain}. A "${TENANT_COLUMN} uuid" must lead the primary key, or refer to ${TENANTS}.`,
    );
  }
  const hidden = named(({ seen }) => !seen);
  if (hidden !== '') {
    throw new OperationsError(
      'ROWS_HIDDEN',
      `Row level security hides rows of ${hidden} from this role. Connect as the owner of the tables (DIRECT_URL), for whom a policy "USING (true)" exists.`,
    );
  }
  const tables = rows.map(({ keyed, seen, ...table }) => ({
    ...table,
    tenantColumn: table.name === TENANTS ? 'id' : TENANT_COLUMN,
  }));
  return inOrder(tables, TENANTS);
}
