import type { Client } from 'pg';
import type { Conjunct } from '../conditions/conditions.ts';
import type { CatalogFacts, FunctionFacts, OperatorFacts, TableFacts } from './facts.ts';

/**
 * Reads what the findings need of the catalogs, as the role of the connection: whether policies hold is asked for it.
 *
 * @param relations `schema.name` of the plan's tables
 */
export async function readCatalog(
  client: Client,
  relations: readonly string[],
  conjuncts: readonly Conjunct[],
): Promise<CatalogFacts> {
  const { rows: tables } = await client.query<TableFacts>(TABLES, [[...new Set(relations)]]);
  const { rows: operators } = await client.query<OperatorFacts>(OPERATORS, [
    unique(conjuncts.flatMap((conjunct) => conjunct.operators)),
  ]);
  const { rows: functions } = await client.query<FunctionFacts>(FUNCTIONS, [
    unique(conjuncts.flatMap((conjunct) => conjunct.functions.map(({ name }) => name))),
  ]);
  return { tables: new Map(tables.map((table) => [table.name, table])), operators, functions };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

const TABLES = `
  SELECT /* orgdb */ n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS sql, c.reltuples::float8 AS rows,
    pg_table_size(c.oid)::float8 AS bytes,
    (pg_relation_size(c.oid) / current_setting('block_size')::int::float8) / greatest(c.relpages, 1) AS grown, coalesce(pg_stat_get_mod_since_analyze(c.oid), 0)::float8 AS "changedRows",
    row_security_active(c.oid) AS "policiesHold", c.relrowsecurity AS "hasPolicies",
    coalesce((SELECT json_agg(json_build_object('name', p.polname, 'using', pg_get_expr(p.polqual, p.polrelid)) ORDER BY p.polname)
      FROM pg_policy AS p WHERE p.polrelid = c.oid AND EXISTS
        (SELECT FROM unnest(p.polroles) AS r (oid) WHERE r.oid = 0 OR pg_has_role(current_user, r.oid, 'USAGE'))), '[]') AS policies,
    coalesce((SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL),
        'isEnum', t.typtype = 'e') ORDER BY a.attnum)
      FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns,
    coalesce((SELECT json_agg(json_build_object('name', ic.relname, 'method', m.amname, 'unique', i.indisunique,
        'condition', pg_get_expr(i.indpred, i.indrelid), 'valid', i.indisvalid,
        'columns', (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
          LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0
          WHERE k.place <= i.indnkeyatts)) ORDER BY ic.relname)
      FROM pg_index AS i JOIN pg_class AS ic ON ic.oid = i.indexrelid JOIN pg_am AS m ON m.oid = ic.relam
      WHERE i.indrelid = c.oid), '[]') AS indexes,
    (SELECT json_build_object('name', rn.nspname || '.' || r.relname,
        'partitions', (SELECT count(*) FROM pg_partition_tree(r.oid) AS part WHERE part.isleaf),
        'keys', (SELECT coalesce(json_agg(a.attname), '[]') FROM unnest(pt.partattrs::int2[]) AS k (number)
          JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum = k.number))
      FROM pg_class AS r JOIN pg_namespace AS rn ON rn.oid = r.relnamespace JOIN pg_partitioned_table AS pt ON pt.partrelid = r.oid
      WHERE c.relispartition AND r.oid = pg_partition_root(c.oid)) AS "partitionOf"
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname || '.' || c.relname = ANY ($1) AND c.relkind IN ('r', 'p', 'm')`;

const OPERATORS = `
  SELECT /* orgdb */ o.oprname AS name, format_type(o.oprleft, NULL) AS left, bool_or(p.proleakproof) AS leakproof
  FROM pg_operator AS o JOIN pg_proc AS p ON p.oid = o.oprcode WHERE o.oprname = ANY ($1) GROUP BY 1, 2`;

const FUNCTIONS = `
  SELECT /* orgdb */ p.proname AS name, n.nspname AS schema, max(p.provolatile) AS volatility, bool_and(p.proleakproof) AS leakproof
  FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
  WHERE p.proname = ANY ($1) OR n.nspname || '.' || p.proname = ANY ($1) GROUP BY 1, 2`;
