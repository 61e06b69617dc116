/** What PostgreSQL's own catalogs tell of the tables, enums and functions of some schemas. */
export interface Catalog {
  tables: CatalogTable[];
  enums: { schema: string; name: string; values: string[] }[];
  functions: CatalogFunction[];
}

export interface CatalogTable {
  schema: string;
  name: string;
  partitionedBy: string | undefined;
  columns: CatalogColumn[];
  primaryKey: string[];
  uniqueKeys: { name: string; columns: string[] }[];
  foreignKeys: CatalogForeignKey[];
  rules: Rule[];
  indexes: CatalogIndex[];
  policies: CatalogPolicy[];
  triggers: CatalogTrigger[];
  grants: Grant[];
}

export interface CatalogColumn {
  name: string;
  /** In short form, `varchar(200)`; that of an enum with its schema. */
  type: string;
  nullable: boolean;
  default: string | undefined;
  generated: boolean;
}

export interface CatalogForeignKey {
  name: string;
  columns: string[];
  /** `schema.table` */
  target: string;
  targetColumns: string[];
  /** `cascade`, `restrict`, `no action` … */
  onDelete: string;
}

/** A check or an exclusion, with its SQL. */
export interface Rule {
  name: string;
  kind: 'check' | 'exclusion';
  sql: string;
}

export interface CatalogIndex {
  name: string;
  unique: boolean;
  method: string;
  /** Columns or expressions, with `DESC` where they descend. */
  columns: string[];
  /** Columns that only travel along, for reads from the index alone. */
  includes: string[];
  /** Condition of a partial index. */
  where: string | undefined;
}

export interface CatalogPolicy {
  name: string;
  permissive: boolean;
  roles: string[];
  command: 'ALL' | 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  using: string | undefined;
  check: string | undefined;
}

export interface CatalogTrigger {
  name: string;
  sql: string;
}

export interface Grant {
  role: string;
  rights: string[];
}

export interface CatalogFunction {
  schema: string;
  /** `name(arguments)` */
  signature: string;
  returns: string;
  /** Runs with the rights of its owner, whoever calls. */
  definer: boolean;
  /** Who may call it; empty: only the owner. */
  callers: string[];
}
