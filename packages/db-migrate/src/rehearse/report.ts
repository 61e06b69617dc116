import type { Difference } from '../catalog/compare-catalogs.ts';
import type { RowDifference } from './data/rows.ts';

/** Probes of one kind that had to wait for a statement. Times in milliseconds. */
export interface BlockedProbes {
  readonly table: string;
  readonly kind: 'read' | 'write';
  readonly longest: number;
  /** Each wait: when it began, since the rehearsal's beginning, and how long it was without the rehearsal's own work. */
  readonly waits: readonly { readonly at: number; readonly wait: number }[];
}

/** What a statement did. */
export interface RehearsedStatement {
  readonly text: string;
  readonly line: number;
  readonly inTransaction: boolean;
  /** Milliseconds since the rehearsal's beginning, and its duration. */
  readonly at: number;
  readonly duration: number;
  /** The strongest lock on each table, as `pg_locks` names it. In a transaction it is kept to its end. */
  readonly locks: Readonly<Record<string, string>>;
  readonly blocked: readonly BlockedProbes[];
  /** Tables that were stored anew, and how many rows they had. */
  readonly rewritten: readonly { readonly table: string; readonly rows: number }[];
  /** Rows inserted, updated and deleted by table; not known of a statement that ran by itself. */
  readonly rowsChanged: Readonly<Record<string, number>>;
  /** Bytes of WAL that the server wrote meanwhile, less what the probes usually write. */
  readonly wal: number;
}

export type Direction = 'up' | 'down' | 'up again';

/** A migration, or its way back, as it went. */
export interface RehearsedStep {
  readonly migration: string;
  readonly direction: Direction;
  readonly at: number;
  readonly duration: number;
  readonly statements: readonly RehearsedStatement[];
  /** Tables that probes read and wrote, and those for whose probes the server had no connection left. */
  readonly probed: readonly string[];
  readonly unprobed: readonly string[];
  /** Probes that were refused, which programs of the version before would be as well. */
  readonly refused: readonly {
    readonly table: string;
    readonly kind: 'read' | 'write';
    readonly times: number;
    readonly message: string;
  }[];
  readonly failure?: { readonly code: string; readonly message: string; readonly line: number };
  /** What the catalog lacks or has too much after a way back, or after the second time. */
  readonly differences?: readonly Difference[];
  /** Rows and values that are gone or others after a way back, or after the second time. */
  readonly rows?: readonly RowDifference[];
}

export interface RehearsalProblem {
  readonly kind:
    | 'failed'
    | 'irreversible'
    | 'unequal-catalog'
    | 'rows-lost'
    | 'max-lock-ms'
    | 'max-statement-ms'
    | 'max-rewrite-rows';
  readonly migration: string;
  readonly direction: Direction;
  readonly line?: number;
  readonly message: string;
}

/** What a rehearsal showed. It passed when there is no problem. */
export interface Rehearsal {
  /** PostgreSQL's version, such as `18.4`. */
  readonly server: string;
  /** Where the rows came from. */
  readonly data: string;
  readonly rows: number;
  /** How many migrations were there before. */
  readonly history: number;
  readonly migrations: readonly string[];
  readonly duration: number;
  readonly steps: readonly RehearsedStep[];
  readonly problems: readonly RehearsalProblem[];
  /** What is worth knowing and no problem. */
  readonly notes: readonly string[];
}
