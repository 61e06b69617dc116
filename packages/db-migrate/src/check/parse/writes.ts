import type { Node } from 'libpg-query';
import type { Change } from './changes.ts';
import { descendants, tableName } from './tree.ts';

/** What statements do to rows, and to whole tables at once. */
export function writeChanges(node: Node): Change[] {
  return [...writesBefore(node), ...ownWrites(node)];
}

/** Those of `WITH … AS (DELETE …)`. */
function writesBefore(node: Node): Change[] {
  const { withClause } = Object.values(node)[0] as { withClause?: unknown };
  if (withClause === undefined) return [];
  return [
    ...descendants(withClause, 'UpdateStmt').map((statement) => ({ UpdateStmt: statement })),
    ...descendants(withClause, 'DeleteStmt').map((statement) => ({ DeleteStmt: statement })),
  ].flatMap((write) => ownWrites(write as Node));
}

function ownWrites(node: Node): Change[] {
  if ('UpdateStmt' in node) {
    const { relation, targetList, whereClause } = node.UpdateStmt;
    const columns = (targetList ?? []).flatMap((one) =>
      'ResTarget' in one ? [one.ResTarget.name ?? ''] : [],
    );
    return [
      {
        kind: 'write',
        command: 'UPDATE',
        table: tableName(relation),
        columns,
        whole: !isNarrow(whereClause),
      },
    ];
  }
  if ('DeleteStmt' in node) {
    const { relation, whereClause } = node.DeleteStmt;
    return [
      {
        kind: 'write',
        command: 'DELETE',
        table: tableName(relation),
        columns: [],
        whole: !isNarrow(whereClause),
      },
    ];
  }
  if ('TruncateStmt' in node) {
    return tables(node.TruncateStmt.relations).map((table) => ({ kind: 'truncate', table }));
  }
  if ('LockStmt' in node) {
    const { relations, mode = 0 } = node.LockStmt;
    return tables(relations).map((table) => ({ kind: 'lock-table', table, mode }));
  }
  if ('VacuumStmt' in node) {
    if (!hasOption(node.VacuumStmt.options, 'full')) return [];
    const relations = descendants(node.VacuumStmt.rels, 'relation');
    return relations.map((table) => ({
      kind: 'rewrite-table',
      table: tableName(table),
      command: 'VACUUM FULL',
    }));
  }
  if ('ClusterStmt' in node) {
    const { relation } = node.ClusterStmt;
    return relation ? [{ kind: 'rewrite-table', table: tableName(relation), command: 'CLUSTER' }] : [];
  }
  if ('ReindexStmt' in node) {
    const { relation, kind, params } = node.ReindexStmt;
    if (kind !== 'REINDEX_OBJECT_TABLE' || hasOption(params, 'concurrently')) return [];
    return [{ kind: 'rewrite-table', table: tableName(relation), command: 'REINDEX' }];
  }
  return [];
}

/** Comparison with a value, as against one between columns or a test for NULL. */
const EQUALITY = new Set(['AEXPR_OP', 'AEXPR_IN', 'AEXPR_OP_ANY']);

/** Whether a condition names values, so that it can be meant for few rows, or takes a limited number of them. */
export function isNarrow(condition: Node | undefined): boolean {
  if (condition === undefined) return false;
  if (descendants(condition, 'limitCount').length > 0) return true;
  return descendants(condition, 'A_Expr').some((expression) => {
    const operator = JSON.stringify(expression.name);
    if (!EQUALITY.has(String(expression.kind)) || !operator.includes('"="')) return false;
    return !onlyColumns(expression.lexpr) || !onlyColumns(expression.rexpr);
  });
}

function onlyColumns(node: unknown): boolean {
  return descendants(node, 'A_Const').length === 0 && descendants(node, 'ParamRef').length === 0;
}

function tables(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [tableName(node.RangeVar)] : []));
}

function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return descendants(options, 'DefElem').some(({ defname }) => defname === name);
}
