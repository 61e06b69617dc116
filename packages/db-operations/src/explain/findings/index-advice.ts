import pg from 'pg';
import type { IndexFacts } from '../catalog/facts.ts';
import type { Conjunct } from '../conditions/conditions.ts';
import type { PlanNode } from '../plan/plan-node.ts';
import type { Finding, Subject } from './finding.ts';
import { leaks } from './leakproof.ts';

/** A column to sort by. */
export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

const TENANT = 'tenant_id';

/**
 * The index that would serve the conditions of a scan: the tenant, columns that are compared by equality, then those of the order, or the
 * one that lies in a range. What may not be compared before the policies becomes the condition of a partial index where its value is written
 * in the query. Undefined when only the tenant is left.
 */
export function adviseIndex(
  subject: Subject,
  node: PlanNode,
  { join = [], order = [] }: { join?: readonly Conjunct[]; order?: readonly SortKey[] } = {},
): Pick<Finding, 'advice' | 'sql'> | undefined {
  const table = subject.tableOf(node);
  if (table === undefined || table.partitionOf?.name === table.name) return undefined;
  const own = (conjunct: Conjunct) => conjunct.columns.filter(({ alias }) => alias === node.alias)[0]?.column;
  const conjuncts = [...subject.conjunctsOf(node, 'Index Cond', 'Recheck Cond', 'Filter'), ...join];
  const open = conjuncts.filter((one) => !table.policiesHold || leaks(subject, table, one).length === 0);
  const named = (kinds: readonly string[], from: readonly Conjunct[]) =>
    from.filter(({ kind }) => kinds.includes(kind)).flatMap((one) => own(one) ?? []);

  const equal = [...new Set(named(['equality', 'join'], open))].sort(
    (a, b) => Number(b === TENANT) - Number(a === TENANT),
  );
  const [range] = order.length > 0 ? [] : named(['range'], open).filter((column) => !equal.includes(column));
  const sorted = order.filter(({ column }) => !equal.includes(column));
  const partial = conjuncts.flatMap((one) => {
    const column = own(one);
    return !open.includes(one) && one.constant !== undefined && column !== undefined
      ? [`${plain(column)} = ${one.constant}`]
      : [];
  });
  const columns = [...equal, ...(range === undefined ? [] : [range]), ...sorted.map(({ column }) => column)];
  if (partial.length === 0 && !columns.some((column) => column !== TENANT)) return undefined;

  const existing = table.indexes.find((index) => partial.length === 0 && serves(index, equal, columns));
  if (existing !== undefined) {
    return {
      advice: `The index ${existing.name} has these columns, and PostgreSQL expects to be faster without it: see whether its estimates are right, and whether the condition compares the column's own type.`,
    };
  }
  const keys = [
    ...[...equal, ...(range === undefined ? [] : [range])].map(plain),
    ...sorted.map(({ column, descending }) => plain(column) + (descending ? ' DESC' : '')),
  ];
  const where = partial.length === 0 ? '' : ` WHERE ${partial.join(' AND ')}`;
  // A partition's index is made on the table that it belongs to.
  const target = table.partitionOf?.name ?? table.sql;
  return {
    advice:
      table.partitionOf === null
        ? 'An index would lead to these rows.'
        : 'An index on the partitioned table would lead to these rows.',
    sql: `CREATE INDEX ${table.partitionOf === null ? 'CONCURRENTLY ' : ''}ON ${target} (${keys.join(', ')})${where}`,
  };
}

/** Whether a B-tree begins with the columns of equality in any order, and goes on with the others. */
function serves(
  { method, columns, condition, valid }: IndexFacts,
  equal: readonly string[],
  all: readonly string[],
): boolean {
  if (method !== 'btree' || condition !== null || !valid || columns.length < all.length) return false;
  const head = columns.slice(0, equal.length);
  return (
    equal.every((one) => head.includes(one)) &&
    all.slice(equal.length).every((one, i) => columns[equal.length + i] === one)
  );
}

/** Quoted only where SQL asks for it. */
function plain(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : pg.escapeIdentifier(name);
}
