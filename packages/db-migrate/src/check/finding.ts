/**
 * Something that a migration had better not do, with its place, its harm and what to do instead. What a rule finds in one
 * file is one finding, however often.
 */
export interface Finding {
  /** Path of the file, as it was given or found. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly migration: string;
  readonly rule: string;
  /** `error`: an outage, a failed deployment or lost data; `warning`: harm later on, or only where tables are large. */
  readonly severity: 'error' | 'warning';
  /** What is there, by name. */
  readonly message: string;
  /** The lock, how long it lasts and who waits; what else it does. */
  readonly why: string;
  /** What to write instead. */
  readonly safe: string;
  /** Every place of it in the file, the first included, where there are several. */
  readonly places?: readonly Place[];
}

/** One of several places of a finding. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** What is there, by name. */
  readonly what: string;
}

/** What a check found. */
export interface CheckReport {
  /** In the order of the migrations and lines. */
  readonly findings: readonly Finding[];
  /** Findings that a comment lets pass, with its reason. */
  readonly allowed: readonly (Finding & { readonly reason: string })[];
  /** How many migrations were looked at; others were only read, because they are published. */
  readonly checked: number;
  readonly migrations: number;
}
