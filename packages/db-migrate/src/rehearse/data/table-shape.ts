import type { Client } from 'pg';

/** What has to be known of a table to make rows for it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly ColumnShape[];
  readonly foreignKeys: readonly ForeignKeyShape[];
  /** Checks, with the columns that each is about and the text literals in it. */
  readonly checks: readonly CheckShape[];
}

export interface ColumnShape {
  readonly name: string;
  /** As SQL writes it, for a cast. */
  readonly type: string;
  /** Name of the type, or of the type under a domain. */
  readonly base: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
  /** The database makes the value. */
  readonly generated: boolean;
  readonly labels: readonly string[];
}

export interface ForeignKeyShape {
  readonly columns: readonly string[];
  readonly references: string;
  readonly referenced: readonly string[];
}

export interface CheckShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly definition: string;
}

const NAMES = (key: string, relation: string) =>
  `(SELECT array_agg(a.attname::text ORDER BY u.place) FROM unnest(${key}) WITH ORDINALITY AS u (attnum, place)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.attnum)`;

const QUERY = `
  SELECT n.nspname || '.' || c.relname AS name,
    (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
       'base', CASE WHEN b.typelem <> 0 AND b.typlen = -1 THEN 'array' ELSE b.typname END,
       'required', a.attnotnull OR t.typnotnull, 'hasDefault', a.atthasdef AND a.attgenerated = '',
       'generated', a.attgenerated <> '' OR a.attidentity <> '',
       'labels', (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]') FROM pg_enum e WHERE e.enumtypid = b.oid))
       ORDER BY a.attnum)
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT coalesce(json_agg(json_build_object('columns', ${NAMES('f.conkey', 'f.conrelid')},
       'references', (SELECT fn.nspname || '.' || fc.relname FROM pg_class fc JOIN pg_namespace fn ON fn.oid = fc.relnamespace WHERE fc.oid = f.confrelid),
       'referenced', ${NAMES('f.confkey', 'f.confrelid')}) ORDER BY f.conname), '[]')
     FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0) AS "foreignKeys",
    (SELECT coalesce(json_agg(json_build_object('name', k.conname, 'columns', coalesce(${NAMES('k.conkey', 'k.conrelid')}, '{}'),
       'definition', pg_get_constraintdef(k.oid)) ORDER BY k.conname), '[]')
     FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c') AS checks
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND c.relname <> '_prisma_migrations' ORDER BY 1`;

/** Every table that rows can be written to, partitions left out. */
export async function readShapes(client: Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(QUERY);
  return rows;
}
