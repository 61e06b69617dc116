import type { DropStmt, Node, RenameStmt } from 'libpg-query';
import type { Change } from './changes.ts';
import { qualifiedName, strings, tableName } from './tree.ts';

/** What DROP does, object by object. */
export function dropChanges(statement: DropStmt): Change[] {
  return (statement.objects ?? []).flatMap((object): Change[] => {
    switch (statement.removeType) {
      case 'OBJECT_TABLE':
        return [{ kind: 'drop-table', table: qualifiedName(object) }];
      case 'OBJECT_SCHEMA':
        return [{ kind: 'drop-schema', schema: strings([object])[0] ?? '' }];
      case 'OBJECT_TYPE':
        return [{ kind: 'drop-type', type: qualifiedName(object) }];
      case 'OBJECT_INDEX':
        return [
          { kind: 'drop-index', index: qualifiedName(object), concurrent: statement.concurrent === true },
        ];
      case 'OBJECT_POLICY': {
        const names = namesOf(object);
        return [{ kind: 'drop-policy', table: qualified(names.slice(0, -1)), policy: names.at(-1) ?? '' }];
      }
      default:
        return [];
    }
  });
}

/** What RENAME does: one change, or none for objects that no rule looks at. */
export function renameChange(statement: RenameStmt): Change[] {
  const { renameType, relation, object, subname = '', newname: to = '' } = statement;
  const table = tableName(relation);
  switch (renameType) {
    case 'OBJECT_TABLE':
      return [{ kind: 'rename-table', table, to: `${table.split('.')[0]}.${to}` }];
    case 'OBJECT_COLUMN':
      return statement.relationType === 'OBJECT_TABLE'
        ? [{ kind: 'rename-column', table, column: subname, to }]
        : [];
    case 'OBJECT_TABCONSTRAINT':
      return [{ kind: 'rename-constraint', table, name: subname, to }];
    case 'OBJECT_INDEX':
      return [{ kind: 'rename-index', index: table, to }];
    case 'OBJECT_SCHEMA':
      return [{ kind: 'rename-schema', schema: subname, to }];
    case 'OBJECT_TYPE':
      return [{ kind: 'rename-type', type: qualifiedName(object), to }];
    default:
      return [];
  }
}

function namesOf(object: Node): string[] {
  return 'List' in object ? strings(object.List.items) : strings([object]);
}

function qualified(names: readonly string[]): string {
  return names.length > 1 ? names.slice(-2).join('.') : `public.${names[0] ?? ''}`;
}
