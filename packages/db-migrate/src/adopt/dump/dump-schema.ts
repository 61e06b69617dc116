import type { Client } from 'pg';
import { inOrder } from './in-order.ts';
import type { Dependency, Piece } from './piece.ts';
import { BEHAVIOUR_QUERIES } from './queries/behaviour.ts';
import { KIND_QUERIES } from './queries/kinds.ts';
import { RIGHTS_QUERIES } from './queries/rights.ts';
import { TABLE_QUERIES } from './queries/tables.ts';

const QUERIES = [...KIND_QUERIES, ...TABLE_QUERIES, ...BEHAVIOUR_QUERIES, ...RIGHTS_QUERIES];

/** So that PostgreSQL qualifies every name, and spells values so that any session reads them alike. */
const SPELLING = `SET LOCAL search_path = ''; SET LOCAL quote_all_identifiers = off; SET LOCAL TimeZone = 'UTC';
  SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL standard_conforming_strings = on; SET LOCAL jit = off`;

/** Bodies are read when they run: what they name may come later, or be found by the search path of who calls them. */
const HEAD = 'SET check_function_bodies = off;';

/**
 * What each object needs. Not that a sequence belongs to a column, for which there is a statement of its own; and of a
 * partition's index not its table's, which has to come later.
 */
const DEPENDENCIES = `
  SELECT d.classid::regclass || ':' || d.objid AS id, d.refclassid::regclass || ':' || d.refobjid AS needs FROM pg_depend d
  WHERE d.objid >= 16384 AND d.deptype <> 'e' AND d.deptype NOT IN ('P', 'S')
    AND NOT (d.deptype IN ('a', 'i') AND d.refobjsubid > 0 AND EXISTS (SELECT FROM pg_class s WHERE s.oid = d.objid AND s.relkind = 'S'))
  UNION ALL SELECT 'pg_class:' || inhparent, 'pg_class:' || inhrelid FROM pg_inherits JOIN pg_index ON indexrelid = inhrelid
  UNION ALL SELECT 'pg_constraint:' || conparentid, 'pg_constraint:' || oid FROM pg_constraint WHERE conparentid <> 0 AND contype IN ('p', 'u', 'x')`;

interface Row extends Piece {
  readonly needs?: readonly (string | null)[] | null;
}

/**
 * The schema of a database as one script for an empty one: everything that `readCatalog` knows of, but for its rare kinds
 * (casts, collations, operators, foreign servers, publications), in an order in which each finds what it needs.
 *
 * @param client a connection outside of a transaction; reads only, with one snapshot
 */
export async function dumpSchema(client: Client): Promise<string> {
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${SPELLING}`);
  try {
    const rows: Row[] = [];
    for (const query of QUERIES) rows.push(...(await client.query<Row>(query)).rows);
    const { rows: depend } = await client.query<Dependency>(DEPENDENCIES);
    const own = rows.flatMap(({ ids: [id = ''], needs }) =>
      (needs ?? []).flatMap((one) => (one === null ? [] : [{ id, needs: one }])),
    );
    const pieces = inOrder(rows, [...depend, ...own]).map(({ sql }) => sql.trim());
    return `${[HEAD, ...pieces].join('\n\n')}\n`;
  } finally {
    await client.query('ROLLBACK');
  }
}
