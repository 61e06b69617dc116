/**
 * Where a script's progress is written down, so that it is known after a failure or a killed process. The SQL that it gives
 * runs in the transaction of the statements that it is about, so the two cannot differ.
 */
export interface Journal {
  /** SQL that records the script as begun and done at once, for one that runs in one transaction. */
  whole(): string | undefined;
  /** Records the script as begun, on its own. */
  begin(): Promise<void>;
  /** SQL that records how far a script has come that runs in several steps. */
  progress(note: string, statementsDone: number): string | undefined;
  /** SQL that records as done what `begin` has recorded as begun. */
  finish(): string | undefined;
  /** The SQL of `whole` or of `finish` has been committed. */
  finished(): void;
}

/** For scripts that belong to no recorded migration. */
export const noJournal: Journal = {
  whole: () => undefined,
  begin: () => Promise.resolve(),
  progress: () => undefined,
  finish: () => undefined,
  finished: () => undefined,
};
