import type { Change } from '../parse/changes.ts';
import { type IndexModel, type Model, schemaOf, type TableModel } from './model.ts';

/** Takes a new name into the model, wherever the old one stands; other changes change nothing here. */
export function applyRename(model: Model, change: Change): void {
  switch (change.kind) {
    case 'rename-table':
      move(model.tables, change.table, change.to);
      for (const [key, index] of model.indexes) {
        if (index.table === change.table) model.indexes.set(key, { ...index, table: change.to });
      }
      for (const table of model.tables.values()) redirect(table, change.table, change.to);
      return;
    case 'rename-column': {
      const table = model.tables.get(change.table);
      if (table !== undefined) renameColumn(model, table, change);
      return;
    }
    case 'rename-constraint': {
      const constraints = model.tables.get(change.table)?.constraints;
      if (constraints !== undefined) move(constraints, change.name, change.to);
      return;
    }
    case 'rename-index':
      move(model.indexes, change.index, `${schemaOf(change.index)}.${change.to}`);
      return;
    case 'rename-type': {
      const to = `${schemaOf(change.type)}.${change.to}`;
      move(model.enums, change.type, to);
      for (const column of [...model.tables.values()].flatMap((table) => [...table.columns.values()])) {
        if (sameType(column.type.name, change.type)) column.type = { ...column.type, name: to };
      }
      return;
    }
    case 'rename-schema':
      for (const map of [model.tables, model.indexes, model.enums, model.functions] as Map<
        string,
        unknown
      >[]) {
        for (const name of [...map.keys()]) {
          if (schemaOf(name) === change.schema) move(map, name, `${change.to}.${name.split('.')[1]}`);
        }
      }
      return;
  }
}

function renameColumn(
  model: Model,
  table: TableModel,
  { table: name, column, to }: Extract<Change, { kind: 'rename-column' }>,
): void {
  move(table.columns, column, to);
  const renamed = (columns: readonly string[]) => columns.map((one) => (one === column ? to : one));
  for (const [key, constraint] of table.constraints) {
    table.constraints.set(
      key,
      constraint.kind === 'check'
        ? { ...constraint, notNull: renamed(constraint.notNull) }
        : { ...constraint, columns: renamed(constraint.columns) },
    );
  }
  for (const [key, index] of model.indexes) {
    const changed: IndexModel = { ...index, columns: renamed(index.columns) };
    if (index.table === name) model.indexes.set(key, changed);
  }
}

function redirect(table: TableModel, from: string, to: string): void {
  for (const [key, constraint] of table.constraints) {
    if (constraint.kind === 'foreign-key' && constraint.references === from) {
      table.constraints.set(key, { ...constraint, references: to });
    }
  }
}

/** A type's name in a column is `public.x` or just `x` where the script names no schema. */
export function sameType(written: string, type: string): boolean {
  return written === type || `public.${written}` === type;
}

function move<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}
