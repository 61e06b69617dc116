import { onConstraint } from '../comment-on.ts';
import { type Finding, shown } from '../finding.ts';
import { type Inspection, readRelations } from '../inspection.ts';
import type { Relation } from '../scope.ts';
import { count } from '../words.ts';
import { type Index, leads } from './read-indexes.ts';

export interface ForeignKey {
  readonly relation: Relation;
  readonly name: string;
  readonly columns: readonly number[];
  readonly columnNames: readonly string[];
  readonly references: string;
  readonly rows: number;
}

// That of a partition comes with that of its table.
const FOREIGN_KEYS = `
  SELECT k.conrelid AS oid, k.conname AS name, k.conkey::int[] AS columns, rn.nspname || '.' || r.relname AS references,
    ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (num, place)
      JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place) AS "columnNames",
    CASE WHEN t.relkind = 'p' THEN (
      SELECT coalesce(sum(greatest(pc.reltuples, pg_stat_get_live_tuples(pc.oid))), 0)
      FROM pg_partition_tree(t.oid) AS p JOIN pg_class AS pc ON pc.oid = p.relid WHERE p.isleaf
    ) ELSE greatest(t.reltuples, pg_stat_get_live_tuples(t.oid), 0) END::float8 AS rows
  FROM pg_constraint AS k JOIN pg_class AS t ON t.oid = k.conrelid JOIN pg_class AS r ON r.oid = k.confrelid
    JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
  WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid = ANY ($1::oid[])
  ORDER BY t.oid, k.conname`;

export function readForeignKeys(inspection: Inspection): Promise<ForeignKey[]> {
  return readRelations<ForeignKey>(inspection, FOREIGN_KEYS);
}

/** Foreign keys whose table is read as a whole when a row of the other one is deleted. */
export function unindexedForeignKeys(keys: readonly ForeignKey[], indexes: readonly Index[]): Finding[] {
  return keys
    .filter((key) => !key.relation.foreign && !indexes.some((index) => supports(index, key)))
    .map(({ relation, name, columnNames, references, rows }) => ({
      kind: 'foreign-key-unindexed',
      subject: `${shown(relation)} (${columnNames.join(', ')})`,
      problem: `no index begins with the columns of ${name}: each row deleted from ${references} reads the whole table (${count(rows, 'row')})`,
      advice: `orgdb migrate new --recipe concurrent-index --name index_${relation.name} --set table=${shown(relation)} --set columns=${columnNames.join(',')}`,
      commentOn: onConstraint(name, relation),
    }));
}

/** A condition that only leaves out NULL leaves out nothing that refers to a row. */
export function supports(index: Index, key: ForeignKey): boolean {
  const whole = /^(\(*[^()]+ IS NOT NULL\)*( AND )?)*$/.test(index.predicate);
  return (
    index.relation.oid === key.relation.oid &&
    index.valid &&
    whole &&
    ['btree', 'hash'].includes(index.method) &&
    leads(index, key.columns)
  );
}
