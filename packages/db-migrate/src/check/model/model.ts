import type { ColumnType, QualifiedName } from '../parse/tree.ts';

/** A column as the migrations so far have left it. */
export interface ColumnModel {
  type: ColumnType;
  notNull: boolean;
  hasDefault: boolean;
  /** The migration that added it. */
  readonly addedIn: string;
}

/** A key, foreign key or check. */
export type ConstraintModel = { readonly addedIn: string } & (
  | {
      readonly kind: 'key';
      readonly columns: readonly string[];
      readonly of: 'primary' | 'unique' | 'exclusion';
    }
  | {
      readonly kind: 'foreign-key';
      readonly columns: readonly string[];
      readonly references: QualifiedName;
      readonly referencedColumns: readonly string[];
    }
  | { readonly kind: 'check'; readonly notNull: readonly string[]; valid: boolean }
);

/** A table as the migrations so far have left it. */
export interface TableModel {
  readonly createdIn: string;
  /** The migration that has added a column to it which PostgreSQL adds to an empty table only. */
  emptyIn: string | undefined;
  readonly partitionOf: QualifiedName | undefined;
  readonly columns: Map<string, ColumnModel>;
  readonly constraints: Map<string, ConstraintModel>;
  readonly policies: Set<string>;
  secured: boolean;
  forced: boolean;
}

/** An index that is no constraint's. */
export interface IndexModel {
  readonly table: QualifiedName;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly partial: boolean;
  readonly addedIn: string;
}

/**
 * The schema as the migrations so far have made it, read from their text. What triggers, unknown functions or a
 * computed `EXECUTE` make is not in it; rules take a table that it does not know for one that was there before.
 */
export interface Model {
  readonly tables: Map<QualifiedName, TableModel>;
  readonly indexes: Map<QualifiedName, IndexModel>;
  /** Enums, with the migration that made each. */
  readonly enums: Map<QualifiedName, string>;
  /** Functions, and whether each is volatile. */
  readonly functions: Map<QualifiedName, boolean>;
}

export function emptyModel(): Model {
  return { tables: new Map(), indexes: new Map(), enums: new Map(), functions: new Map() };
}

/** The columns that each index or key of a table begins with, partial ones left out. */
export function indexedColumns(model: Model, table: QualifiedName): (readonly string[])[] {
  const constraints = [...(model.tables.get(table)?.constraints.values() ?? [])];
  const indexes = [...model.indexes.values()].filter((index) => index.table === table && !index.partial);
  return [
    ...constraints.flatMap((one) => (one.kind === 'key' ? [one.columns] : [])),
    ...indexes.map((index) => index.columns),
  ];
}

/** The name that PostgreSQL gives to what has none. */
export function defaultName(table: QualifiedName, columns: readonly string[], suffix: string): string {
  const [, name = ''] = table.split('.');
  return [name, ...columns, suffix].join('_');
}

export function schemaOf(name: QualifiedName): string {
  return name.split('.')[0] ?? 'public';
}
