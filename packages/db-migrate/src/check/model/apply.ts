import type { Change } from '../parse/changes.ts';
import { applyConstraint } from './apply-constraint.ts';
import { applyRename } from './apply-rename.ts';
import { type Model, schemaOf, type TableModel } from './model.ts';

/** Takes a change of the migration `by` into the model. */
export function apply(model: Model, change: Change, by: string): void {
  applyRename(model, change);
  switch (change.kind) {
    case 'create-table':
      if (change.ifNotExists && model.tables.has(change.table)) return;
      model.tables.set(change.table, newTable(by, change.partitionOf));
      return;
    case 'create-enum':
      model.enums.set(change.type, by);
      return;
    case 'drop-type':
      model.enums.delete(change.type);
      return;
    case 'create-function':
      model.functions.set(change.name, change.volatile);
      return;
    case 'drop-schema':
      for (const map of [model.tables, model.indexes, model.enums, model.functions]) {
        for (const name of map.keys()) if (schemaOf(name) === change.schema) map.delete(name);
      }
      return;
    case 'drop-table':
      model.tables.delete(change.table);
      for (const [name, index] of model.indexes) if (index.table === change.table) model.indexes.delete(name);
      return;
    case 'create-index': {
      const { table, columns, unique, partial } = change;
      const name = change.name ?? `${table.split('.')[1]}_${columns.join('_')}_idx`;
      model.indexes.set(`${schemaOf(table)}.${name}`, { table, columns, unique, partial, addedIn: by });
      return;
    }
    case 'drop-index':
      model.indexes.delete(change.index);
      return;
  }
  if ('table' in change) {
    const table = model.tables.get(change.table);
    if (table !== undefined) applyToTable(model, table, change, by);
  }
}

function applyToTable(model: Model, table: TableModel, change: Change, by: string): void {
  switch (change.kind) {
    case 'add-column': {
      const { name, type, notNull, hasDefault, computed } = change.column;
      if (change.ifNotExists && table.columns.has(name)) return;
      table.columns.set(name, { type, notNull, hasDefault: hasDefault || computed, addedIn: by });
      // PostgreSQL refuses a required column that nothing fills as soon as there is a row.
      if (notNull && !hasDefault && !computed && !change.ifNotExists) table.emptyIn = by;
      return;
    }
    case 'drop-column':
      table.columns.delete(change.column);
      dropWithColumn(model, table, change.table, change.column);
      return;
    case 'set-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default': {
      const column = table.columns.get(change.column);
      if (column === undefined) return;
      if (change.kind === 'set-type') column.type = change.type;
      else if (change.kind === 'set-default') column.hasDefault = change.hasDefault;
      else column.notNull = change.kind === 'set-not-null';
      return;
    }
    case 'row-security':
      table.secured = change.enabled ?? table.secured;
      table.forced = change.forced ?? table.forced;
      return;
    case 'create-policy':
      table.policies.add(change.policy);
      return;
    case 'drop-policy':
      table.policies.delete(change.policy);
      return;
    default:
      applyConstraint(model, table, change, by);
  }
}

/** PostgreSQL drops the constraints and indexes of a column with it. */
function dropWithColumn(model: Model, table: TableModel, name: string, column: string): void {
  for (const [key, constraint] of table.constraints) {
    const columns = constraint.kind === 'check' ? constraint.notNull : constraint.columns;
    if (columns.includes(column)) table.constraints.delete(key);
  }
  for (const [key, index] of model.indexes) {
    if (index.table === name && index.columns.includes(column)) model.indexes.delete(key);
  }
}

function newTable(createdIn: string, partitionOf: string | undefined): TableModel {
  return {
    createdIn,
    emptyIn: undefined,
    partitionOf,
    columns: new Map(),
    constraints: new Map(),
    policies: new Set(),
    secured: false,
    forced: false,
  };
}
