import type { AlterTableCmd, AlterTableStmt, Node } from 'libpg-query';
import type { Change, PlacedChange } from './changes.ts';
import { columnOf, constraintChange, constraintsOfColumn } from './constraints.ts';
import type { NameWord, Places } from './places.ts';
import { columnType, tableName } from './tree.ts';

/** What ALTER TABLE does, command by command. */
export function alterTableChanges(statement: AlterTableStmt, places: Places): PlacedChange[] {
  if (statement.objtype !== 'OBJECT_TABLE' && statement.objtype !== 'OBJECT_INDEX') return [];
  const table = tableName(statement.relation);
  return (statement.cmds ?? []).flatMap((node) =>
    'AlterTableCmd' in node ? commandChanges(table, node.AlterTableCmd, places) : [],
  );
}

function commandChanges(table: string, command: AlterTableCmd, places: Places): PlacedChange[] {
  const { def } = command;
  if (command.subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def) {
    const at = places.ofByte(def.ColumnDef.location);
    return [
      {
        kind: 'add-column',
        table,
        column: columnOf(def.ColumnDef),
        ifNotExists: command.missing_ok === true,
        at,
      },
      ...constraintsOfColumn(table, def.ColumnDef).map(([change, { location }]) => ({
        ...change,
        at: places.ofByte(location),
      })),
    ];
  }
  if (command.subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def) {
    const change = constraintChange(table, def.Constraint);
    return change === undefined ? [] : [{ ...change, at: places.ofByte(def.Constraint.location) }];
  }
  const change = simpleChange(table, command);
  return change === undefined
    ? []
    : [{ ...change, at: places.ofName(WORDS[command.subtype ?? ''], command.name) }];
}

/** What precedes the name in a command that the parser keeps no place of. */
const WORDS: Readonly<Record<string, NameWord>> = {
  AT_DropColumn: 'DROP',
  AT_SetNotNull: 'ALTER',
  AT_AlterColumnType: 'ALTER',
  AT_DropConstraint: 'CONSTRAINT',
  AT_ValidateConstraint: 'CONSTRAINT',
};

function simpleChange(table: string, command: AlterTableCmd): Change | undefined {
  const { def, name = '' } = command;
  switch (command.subtype) {
    case 'AT_DropColumn':
      return { kind: 'drop-column', table, column: name };
    case 'AT_SetNotNull':
      return { kind: 'set-not-null', table, column: name };
    case 'AT_DropNotNull':
      return { kind: 'drop-not-null', table, column: name };
    case 'AT_ColumnDefault':
      return { kind: 'set-default', table, column: name, hasDefault: def !== undefined };
    case 'AT_AlterColumnType': {
      if (def === undefined || !('ColumnDef' in def)) return undefined;
      const { raw_default: using } = def.ColumnDef;
      const converts = using !== undefined && !isBareColumn(using);
      return { kind: 'set-type', table, column: name, type: columnType(def.ColumnDef.typeName), converts };
    }
    case 'AT_ValidateConstraint':
      return { kind: 'validate-constraint', table, name };
    case 'AT_DropConstraint':
      return { kind: 'drop-constraint', table, name };
    case 'AT_EnableRowSecurity':
      return { kind: 'row-security', table, enabled: true };
    case 'AT_DisableRowSecurity':
      return { kind: 'row-security', table, enabled: false };
    case 'AT_ForceRowSecurity':
      return { kind: 'row-security', table, forced: true };
    case 'AT_NoForceRowSecurity':
      return { kind: 'row-security', table, forced: false };
    case 'AT_SetLogged':
      return { kind: 'rewrite-table', table, command: 'SET LOGGED' };
    case 'AT_SetUnLogged':
      return { kind: 'rewrite-table', table, command: 'SET UNLOGGED' };
    case 'AT_SetTableSpace':
      return { kind: 'rewrite-table', table, command: 'SET TABLESPACE' };
    case 'AT_SetAccessMethod':
      return { kind: 'rewrite-table', table, command: 'SET ACCESS METHOD' };
    case 'AT_AttachPartition': {
      const partition = def !== undefined && 'PartitionCmd' in def ? tableName(def.PartitionCmd.name) : '';
      return { kind: 'attach-partition', table, partition };
    }
    default:
      return undefined;
  }
}

/** The column itself, or a cast of it: what PostgreSQL would do without USING as well. */
function isBareColumn(expression: Node): boolean {
  if ('ColumnRef' in expression) return true;
  return (
    'TypeCast' in expression &&
    expression.TypeCast.arg !== undefined &&
    'ColumnRef' in expression.TypeCast.arg
  );
}
