/** What a statement was seen to do. Tables are `schema.name`, and only those that were there before the script. */
export interface StatementObservation {
  readonly text: string;
  /** Offset in the script, in UTF-16 units. */
  readonly start: number;
  /** Whether it ran in the script's transaction; else by itself, because PostgreSQL refuses it in one. */
  readonly inTransaction: boolean;
  /** The strongest lock that it took on each table, as `pg_locks` names it; weaker ones than were held already are left out. */
  readonly locks: Readonly<Record<string, string>>;
  /** Tables that another session could not read from then on until the transaction ends, by this lock or an earlier one. */
  readonly blocksReads: readonly string[];
  /** Tables that another session could not write to. */
  readonly blocksWrites: readonly string[];
  /** Tables that were stored anew. */
  readonly rewritten: readonly string[];
  /** Rows read one after the other, by table. Not known of a statement that ran by itself. */
  readonly rowsRead: Readonly<Record<string, number>>;
  /** Rows inserted, updated and deleted, by table. Not known of a statement that ran by itself. */
  readonly rowsChanged: Readonly<Record<string, number>>;
}

/** What a script was seen to do. */
export interface Observation {
  readonly statements: readonly StatementObservation[];
  /** Why it ended early; nothing of its last transaction is left then. */
  readonly failure?: { readonly code: string; readonly message: string; readonly start: number };
}
