import type { ColumnType, QualifiedName } from './tree.ts';

/** A column as a script writes it. */
export interface ColumnChange {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Functions that its default calls. */
  readonly defaultCalls: readonly string[];
  /** Filled in for each row that is there: a stored generated column, an identity, a serial. */
  readonly computed: boolean;
}

interface OnTable {
  readonly table: QualifiedName;
}

/** One thing that a statement does to the schema or to rows, whatever way it is written. */
export type Change =
  | ({ kind: 'create-table'; partitionOf?: QualifiedName; ifNotExists: boolean } & OnTable)
  | ({ kind: 'add-column'; column: ColumnChange; ifNotExists: boolean } & OnTable)
  | ({ kind: 'drop-table' | 'truncate' } & OnTable)
  | { kind: 'drop-schema'; schema: string }
  | ({ kind: 'drop-column' | 'set-not-null' | 'drop-not-null'; column: string } & OnTable)
  | ({ kind: 'set-default'; column: string; hasDefault: boolean } & OnTable)
  | ({ kind: 'set-type'; column: string; type: ColumnType; converts: boolean } & OnTable)
  | ({
      kind: 'add-key';
      name: string | undefined;
      columns: readonly string[];
      of: 'primary' | 'unique' | 'exclusion';
      usingIndex: string | undefined;
    } & OnTable)
  | ({
      kind: 'add-foreign-key';
      name: string | undefined;
      columns: readonly string[];
      references: QualifiedName;
      referencedColumns: readonly string[];
      /** Whether the rows that are there are known to satisfy it afterwards. */
      valid: boolean;
      /** Whether they are read to find out. */
      scans: boolean;
    } & OnTable)
  | ({
      kind: 'add-check';
      name: string | undefined;
      /** The columns that `column IS NOT NULL` is asked of. */
      notNull: readonly string[];
      valid: boolean;
    } & OnTable)
  | ({ kind: 'validate-constraint' | 'drop-constraint'; name: string } & OnTable)
  | ({
      kind: 'create-index';
      name: string | undefined;
      columns: readonly string[];
      unique: boolean;
      partial: boolean;
      concurrent: boolean;
    } & OnTable)
  | { kind: 'drop-index'; index: QualifiedName; concurrent: boolean }
  | ({ kind: 'rename-table'; to: QualifiedName } & OnTable)
  | ({ kind: 'rename-column'; column: string; to: string } & OnTable)
  | ({ kind: 'rename-constraint'; name: string; to: string } & OnTable)
  | { kind: 'rename-index'; index: QualifiedName; to: string }
  | { kind: 'rename-schema'; schema: string; to: string }
  | { kind: 'rename-type'; type: QualifiedName; to: string }
  | { kind: 'rename-value'; type: QualifiedName; value: string; to: string }
  | { kind: 'create-enum' | 'drop-type'; type: QualifiedName }
  | { kind: 'add-value'; type: QualifiedName; value: string }
  | ({ kind: 'row-security'; enabled?: boolean; forced?: boolean } & OnTable)
  | ({ kind: 'create-policy' | 'alter-policy'; policy: string; subSelects: boolean } & OnTable)
  | ({ kind: 'drop-policy'; policy: string } & OnTable)
  | ({ kind: 'write'; command: 'UPDATE' | 'DELETE'; columns: readonly string[]; whole: boolean } & OnTable)
  | ({ kind: 'rewrite-table'; command: string } & OnTable)
  | ({ kind: 'lock-table'; mode: number } & OnTable)
  | ({ kind: 'attach-partition'; partition: QualifiedName } & OnTable)
  /** Something that cannot be told from the text. */
  | { kind: 'unseen'; what: string }
  | { kind: 'create-function'; name: QualifiedName; volatile: boolean };

/** The function or procedure that makes a change when a migration calls it. */
export interface Maker {
  readonly name: QualifiedName;
  /** The migration that defines it, and the line there. */
  readonly migration: string;
  readonly line: number;
  /** Those through which it is called, the innermost first. */
  readonly through: readonly QualifiedName[];
}

/** A change with its place in the script. */
export type PlacedChange = Change & {
  /** Offset in the script, in UTF-16 units; of the call where a function makes it. */
  readonly at: number;
  readonly by?: Maker;
};

/** One of the statements that a `DO` block runs, or a function that is called. */
export interface InnerStatement {
  readonly at: number;
  readonly by?: Maker;
  /** As SQL; where EXECUTE puts it together, with `…` for what is not known. */
  readonly text: string;
  readonly changes: readonly PlacedChange[];
}
