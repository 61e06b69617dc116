/** What the catalogs say of a table that a plan reads. */
export interface TableFacts {
  /** `schema.name`, unquoted. */
  readonly name: string;
  /** `schema.name` as SQL writes it. */
  readonly sql: string;
  /** As of the last ANALYZE; -1 when there was none. Of a partitioned table those of its partitions together. */
  readonly rows: number;
  /** On disk, without indexes. */
  readonly bytes: number;
  /** How many times as large it is as when it was analyzed. */
  readonly grown: number;
  /** Changed since the last ANALYZE, as far as the server has counted. */
  readonly changedRows: number;
  /** Whether policies hold for the role that asks. */
  readonly policiesHold: boolean;
  /** Whether the table has policies at all. */
  readonly hasPolicies: boolean;
  /** `name`s of the policies with their conditions, that hold for the role. */
  readonly policies: readonly { readonly name: string; readonly using: string | null }[];
  readonly columns: readonly ColumnFacts[];
  readonly indexes: readonly IndexFacts[];
  /** The partitioned table that this one is a partition of, at the top. */
  readonly partitionOf: PartitionedFacts | null;
}

export interface ColumnFacts {
  readonly name: string;
  /** The base of a domain; as `format_type` writes it, without a length. */
  readonly type: string;
  readonly isEnum: boolean;
}

export interface IndexFacts {
  readonly name: string;
  readonly method: string;
  /** Key columns in their order; null stands for an expression. */
  readonly columns: readonly (string | null)[];
  readonly unique: boolean;
  /** Of a partial index. */
  readonly condition: string | null;
  readonly valid: boolean;
}

export interface PartitionedFacts {
  readonly name: string;
  /** How many partitions with rows of their own it has. */
  readonly partitions: number;
  readonly keys: readonly string[];
}

/** An operator: whether it can look at a row before the policies have. */
export interface OperatorFacts {
  readonly name: string;
  readonly left: string;
  readonly leakproof: boolean;
}

export interface FunctionFacts {
  /** `name` and `schema.name` both find it. */
  readonly name: string;
  readonly schema: string;
  readonly volatility: 'i' | 's' | 'v';
  readonly leakproof: boolean;
}

/** Everything that findings ask the catalogs. */
export interface CatalogFacts {
  readonly tables: ReadonlyMap<string, TableFacts>;
  readonly operators: readonly OperatorFacts[];
  readonly functions: readonly FunctionFacts[];
}
