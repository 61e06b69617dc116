import type {
  CatalogColumn,
  CatalogFunction,
  CatalogIndex,
  CatalogPolicy,
  CatalogTrigger,
  Grant,
  Rule,
} from './catalog/catalog.ts';

/** All that is documented, a part for each PostgreSQL schema. */
export interface SchemaDocumentation {
  systems: SystemDocumentation[];
}

/** A PostgreSQL schema: the tables of one system. */
export interface SystemDocumentation {
  name: string;
  /** The schema files of the system, each with its tables in their order. */
  groups: GroupDocumentation[];
  enums: EnumDocumentation[];
  functions: CatalogFunction[];
}

/** What one schema file holds; `internal` are tables that only migrations know. */
export interface GroupDocumentation {
  name: string;
  tables: TableDocumentation[];
}

export interface TableDocumentation {
  schema: string;
  name: string;
  /** Prisma's name; undefined for a table that the schema files do not know. */
  model: string | undefined;
  /** The comment above the model, without its annotations. */
  meaning: string;
  /** What the annotations say, a sentence each. */
  facts: string[];
  columns: ColumnDocumentation[];
  primaryKey: string[];
  uniqueKeys: { name: string; columns: string[] }[];
  foreignKeys: ForeignKeyDocumentation[];
  referredBy: { table: string; name: string; columns: string[] }[];
  indexes: CatalogIndex[];
  /** Checks and exclusions. */
  rules: Rule[];
  policies: CatalogPolicy[];
  triggers: CatalogTrigger[];
  grants: Grant[];
  /** Such as `RANGE (created_at)`; the partitions themselves come and go. */
  partitionedBy: string | undefined;
}

export interface ColumnDocumentation extends CatalogColumn {
  /** Prisma's name. */
  field: string | undefined;
  meaning: string;
  marks: ('secret' | 'encrypted')[];
}

export interface ForeignKeyDocumentation {
  name: string;
  columns: string[];
  /** `schema.table` */
  target: string;
  targetColumns: string[];
  onDelete: string;
  /** Whether a row may refer to nothing. */
  optional: boolean;
  /** Whether at most one row refers to a target. */
  single: boolean;
}

export interface EnumDocumentation {
  name: string;
  meaning: string;
  values: string[];
  /** `schema.table.column` of each use. */
  usedBy: string[];
}
