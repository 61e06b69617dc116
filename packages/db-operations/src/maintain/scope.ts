import pg, { type Client } from 'pg';
import { type Named, shown } from './finding.ts';
import { count } from './words.ts';

/** A table, partitioned table or materialized view. */
export interface Relation extends Named {
  readonly oid: number;
  readonly kind: 'r' | 'p' | 'm';
  /** A part of another table. */
  readonly partition: boolean;
  /** The role may vacuum it and build its indexes. */
  readonly owned: boolean;
  /** The role may read it, and row level security hides none of its rows. */
  readonly rowsSeen: boolean;
  /** An extension or a library has made it, and decides on its indexes. */
  readonly foreign: boolean;
}

/** What the role of a connection gets to see of a database. */
export interface Scope {
  readonly role: string;
  readonly database: string;
  /** Such as 180004. */
  readonly version: number;
  readonly relations: ReadonlyMap<number, Relation>;
  /** Schemas with tables that the role may not read, and how many. */
  readonly notLookedAt: readonly string[];
  /** Tables that somebody has locked against readers: to look at them would be to wait. */
  readonly locked: readonly string[];
}

/** Schemas in which a library makes and changes its tables by itself: pg-boss, the job queue. */
const LIBRARIES = ['pgboss'];

const FOR_ROLE = `EXISTS (SELECT FROM unnest(p.polroles) AS r WHERE r = 0 OR pg_has_role(r, 'USAGE'))`;

// Statistics and sizes are open to everybody; what a role may neither read nor own is none of its business.
const RELATIONS = `
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relispartition AS partition,
    pg_has_role(c.relowner, 'USAGE') AS owned,
    has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable,
    NOT row_security_active(c.oid) OR (
      EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
        AND pg_get_expr(p.polqual, c.oid) = 'true' AND ${FOR_ROLE})
      AND NOT EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd IN ('*', 'r') AND ${FOR_ROLE})
    ) AS open,
    EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      OR n.nspname IN (${LIBRARIES.map((schema) => pg.escapeLiteral(schema)).join(', ')}) AS foreign,
    pg_get_userbyid(c.relowner) AS owner,
    c.oid IN (
      SELECT coalesce(x.indrelid, l.relation) FROM pg_locks AS l LEFT JOIN pg_index AS x ON x.indexrelid = l.relation
      WHERE l.mode = 'AccessExclusiveLock' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ) AS locked
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY 2, 3`;

interface Row extends Omit<Relation, 'rowsSeen'> {
  readonly owner: string;
  readonly readable: boolean;
  readonly open: boolean;
  readonly locked: boolean;
}

export async function readScope(client: Client): Promise<Scope> {
  const { rows: about } = await client.query<Pick<Scope, 'role' | 'database' | 'version'>>(
    `SELECT current_user AS role, current_database() AS database, current_setting('server_version_num')::int AS version`,
  );
  const { rows } = await client.query<Row>(RELATIONS);
  const hidden = new Map<string, number>();
  const locked: string[] = [];
  const relations = new Map<number, Relation>();
  for (const { owner, locked: isLocked, readable, open, ...found } of rows) {
    const relation = { ...found, rowsSeen: readable && open };
    const where = `${relation.schema} of ${owner}`;
    if (!relation.owned && !readable) hidden.set(where, (hidden.get(where) ?? 0) + 1);
    else if (isLocked) locked.push(shown(relation));
    else relations.set(relation.oid, relation);
  }
  return {
    ...(about[0] as Pick<Scope, 'role' | 'database' | 'version'>),
    relations,
    notLookedAt: [...hidden].map(([where, tables]) => `${where} (${count(tables, 'table')})`),
    locked,
  };
}
