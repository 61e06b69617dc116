import type { Client } from 'pg';
import { onConstraint, onIndex, onSequence, onTable } from '../comment-on.ts';
import { type Section, shown } from '../finding.ts';
import type { Scope } from '../scope.ts';
import { type Allowance, parseAllowances } from './allowance.ts';

interface Row {
  /** The table that it belongs to; null for a sequence. */
  readonly table: number | null;
  /** As pg_class has it; `f` for a constraint. */
  readonly kind: 'r' | 'p' | 'm' | 'i' | 'I' | 'S' | 'f';
  readonly schema: string;
  readonly name: string;
  readonly comment: string;
}

const COMMENTS = `
  SELECT CASE WHEN c.relkind = 'S' THEN NULL ELSE coalesce(x.indrelid, c.oid) END AS table, c.relkind AS kind,
    n.nspname AS schema, c.relname AS name, d.description AS comment
  FROM pg_description AS d JOIN pg_class AS c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN pg_index AS x ON x.indexrelid = c.oid
  WHERE d.objsubid = 0 AND d.description ~ 'orgdb:allow' AND c.relkind IN ('r', 'p', 'm', 'i', 'I', 'S') AND n.nspname !~ '^pg_'
  UNION ALL
  SELECT k.conrelid, 'f', n.nspname, k.conname, d.description
  FROM pg_description AS d JOIN pg_constraint AS k ON d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid
    JOIN pg_namespace AS n ON n.oid = k.connamespace
  WHERE d.description ~ 'orgdb:allow' AND k.conrelid <> 0
  ORDER BY 3, 4`;

/** What the comments on tables that are looked at, on their indexes and constraints, and on sequences let pass. */
export async function readAllowances(client: Client, scope: Scope): Promise<Allowance[]> {
  const { rows } = await client.query<Row>(COMMENTS);
  return rows.flatMap((row) => {
    const about = describe(row, scope);
    return about === undefined ? [] : parseAllowances(row.comment).map((one) => ({ ...about, ...one }));
  });
}

function describe(
  { table, kind, schema, name }: Row,
  { relations }: Scope,
): Pick<Allowance, 'commentOn' | 'section' | 'subject'> | undefined {
  const named = { schema, name };
  if (kind === 'S') return { commentOn: onSequence(named), section: 'sequences', subject: shown(named) };
  const relation = relations.get(table ?? 0);
  if (relation === undefined) return undefined;
  const part = (commentOn: string, section: Section = 'indexes') => ({
    commentOn,
    section,
    subject: `${kind === 'f' ? name : shown(named)} on ${shown(relation)}`,
  });
  if (kind === 'f') return part(onConstraint(name, relation));
  if (kind === 'i' || kind === 'I') return part(onIndex(named));
  return { commentOn: onTable(relation), section: 'tables', subject: shown(relation) };
}
