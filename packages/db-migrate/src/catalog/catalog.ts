/** An object of a database, or a part of one that can differ by itself: a column, a policy, what a role may do with a table. */
export interface CatalogObject {
  /** `table`, `column`, `policy` …; for rare kinds PostgreSQL's own word, such as `operator class`. */
  readonly kind: string;
  /** Qualified, quoted where SQL would: `core.users`, `core.users.email`, `tenant_isolation on core.users`. */
  readonly name: string;
  /** The table, view, sequence or schema that it belongs to and goes with. */
  readonly of?: string;
  /** What there is to say of it, in PostgreSQL's words. A fact that does not apply is not there. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What a database consists of, whatever its oids. */
export interface Catalog {
  /** The server's major version. Definitions may be spelled differently by another one. */
  readonly version: number;
  /** Who owns the history of migrations, which is who deployed them; absent without a history. */
  readonly migratedBy?: string;
  /** In order of kind and name, by code points. */
  readonly objects: readonly CatalogObject[];
}

export interface CatalogOptions {
  /**
   * `grouped`, the default: the partitions of a table, other than its default partition, become one object that says what
   * they have in common and which of them deviate, because they come and go by the calendar. `named`: each is an object.
   */
  readonly partitions?: 'grouped' | 'named';
  /** Whether the places of columns are facts. A column that is dropped and made again goes to the end, so not by default. */
  readonly columnOrder?: boolean;
}

/** A row of the queries below. */
export interface CatalogRow extends CatalogObject {
  /** Of a partition that is not the default one: the table that is divided. */
  readonly group?: string;
}

export function byName(a: CatalogObject, b: CatalogObject): number {
  return compare(a.kind, b.kind) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
