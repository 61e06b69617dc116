import type { CreateStmt, IndexStmt, Node } from 'libpg-query';
import { alterTableChanges } from './alter-table.ts';
import type { Change, PlacedChange } from './changes.ts';
import { columnOf, constraintChange, constraintsOfColumn } from './constraints.ts';
import { dropChanges, renameChange } from './objects.ts';
import type { Places } from './places.ts';
import { descendants, type QualifiedName, qualifiedName, strings, tableName } from './tree.ts';
import { writeChanges } from './writes.ts';

/** What one statement does, as changes; none for what no rule looks at. */
export function translate(node: Node, places: Places & { readonly start: number }): PlacedChange[] {
  if ('AlterTableStmt' in node) return alterTableChanges(node.AlterTableStmt, places);
  return changesOf(node).map((change) => ({ at: places.start, ...change }));
}

function changesOf(node: Node): Change[] {
  if ('CreateStmt' in node) return createTable(node.CreateStmt);
  if ('IndexStmt' in node) return [createIndex(node.IndexStmt)];
  if ('DropStmt' in node) return dropChanges(node.DropStmt);
  if ('RenameStmt' in node) return renameChange(node.RenameStmt);
  if ('AlterObjectSchemaStmt' in node) {
    const { objectType, relation, newschema = '' } = node.AlterObjectSchemaStmt;
    if (objectType !== 'OBJECT_TABLE') return [];
    return [{ kind: 'rename-table', table: tableName(relation), to: `${newschema}.${relation?.relname}` }];
  }
  if ('CreatePolicyStmt' in node) {
    const { table, policy_name: policy = '', qual, with_check } = node.CreatePolicyStmt;
    return [
      {
        kind: 'create-policy',
        table: tableName(table),
        policy,
        subSelects: hasSubSelect([qual, with_check]),
      },
    ];
  }
  if ('AlterPolicyStmt' in node) {
    const { table, policy_name: policy = '', qual, with_check } = node.AlterPolicyStmt;
    return [
      { kind: 'alter-policy', table: tableName(table), policy, subSelects: hasSubSelect([qual, with_check]) },
    ];
  }
  if ('CreateEnumStmt' in node) {
    return [{ kind: 'create-enum', type: qualifiedName(node.CreateEnumStmt.typeName) }];
  }
  if ('AlterEnumStmt' in node) {
    const { typeName, oldVal, newVal = '' } = node.AlterEnumStmt;
    const type = qualifiedName(typeName);
    return oldVal === undefined
      ? [{ kind: 'add-value', type, value: newVal }]
      : [{ kind: 'rename-value', type, value: oldVal, to: newVal }];
  }
  if ('CreateFunctionStmt' in node) {
    const { funcname, options } = node.CreateFunctionStmt;
    const [volatility] = descendants(options, 'DefElem').filter(({ defname }) => defname === 'volatility');
    const word = strings([volatility?.arg as Node].filter(Boolean))[0];
    return [
      {
        kind: 'create-function',
        name: qualifiedName(funcname),
        volatile: (word ?? 'volatile') === 'volatile',
      },
    ];
  }
  return writeChanges(node);
}

function createTable(statement: CreateStmt): Change[] {
  const table = tableName(statement.relation);
  const parent = statement.partbound && statement.inhRelations?.[0];
  const partitionOf = parent && 'RangeVar' in parent ? { partitionOf: tableName(parent.RangeVar) } : {};
  const elements = [...(statement.tableElts ?? []), ...(statement.constraints ?? [])];
  return [
    { kind: 'create-table', table, ifNotExists: statement.if_not_exists === true, ...partitionOf },
    ...elements.flatMap((node): Change[] => {
      if ('Constraint' in node)
        return [constraintChange(table, node.Constraint)].filter((one) => one !== undefined);
      if (!('ColumnDef' in node)) return [];
      return [
        { kind: 'add-column', table, column: columnOf(node.ColumnDef), ifNotExists: false },
        ...constraintsOfColumn(table, node.ColumnDef).map(([change]) => change),
      ];
    }),
  ];
}

function createIndex(statement: IndexStmt): Change {
  const table: QualifiedName = tableName(statement.relation);
  return {
    kind: 'create-index',
    table,
    name: statement.idxname,
    columns: (statement.indexParams ?? []).map((node) => ('IndexElem' in node && node.IndexElem.name) || ''),
    unique: statement.unique === true,
    partial: statement.whereClause !== undefined,
    concurrent: statement.concurrent === true,
  };
}

function hasSubSelect(expressions: readonly (Node | undefined)[]): boolean {
  return descendants(expressions, 'SubLink').length > 0;
}
