import type { Change } from '../parse/changes.ts';
import { defaultName, type Model, schemaOf, type TableModel } from './model.ts';

/** Takes a change of a table's constraints into the model; others change nothing here. */
export function applyConstraint(model: Model, table: TableModel, change: Change, by: string): void {
  switch (change.kind) {
    case 'add-key': {
      const index = change.usingIndex && model.indexes.get(`${schemaOf(change.table)}.${change.usingIndex}`);
      const columns = index ? index.columns : change.columns;
      if (change.usingIndex) model.indexes.delete(`${schemaOf(change.table)}.${change.usingIndex}`);
      const name = change.name ?? defaultName(change.table, ...KEY_NAME[change.of](columns));
      table.constraints.set(name, { kind: 'key', columns, of: change.of, addedIn: by });
      if (change.of !== 'primary') return;
      for (const column of columns) {
        const found = table.columns.get(column);
        if (found !== undefined) found.notNull = true;
      }
      return;
    }
    case 'add-foreign-key': {
      const { columns, references, referencedColumns } = change;
      const name = change.name ?? defaultName(change.table, columns, 'fkey');
      table.constraints.set(name, {
        kind: 'foreign-key',
        columns,
        references,
        referencedColumns,
        addedIn: by,
      });
      return;
    }
    case 'add-check': {
      const name = change.name ?? defaultName(change.table, change.notNull, 'check');
      table.constraints.set(name, {
        kind: 'check',
        notNull: change.notNull,
        valid: change.valid,
        addedIn: by,
      });
      return;
    }
    case 'validate-constraint': {
      const constraint = table.constraints.get(change.name);
      if (constraint?.kind === 'check') constraint.valid = true;
      return;
    }
    case 'drop-constraint':
      table.constraints.delete(change.name);
  }
}

const KEY_NAME = {
  primary: (): [string[], string] => [[], 'pkey'],
  unique: (columns: readonly string[]): [readonly string[], string] => [columns, 'key'],
  exclusion: (columns: readonly string[]): [readonly string[], string] => [columns, 'excl'],
};
