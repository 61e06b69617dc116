import type { RunHandle } from '@org/db-testing';

/** What every benchmark is given. */
export interface BenchOptions {
  /** Where it may make databases. */
  run: RunHandle;
  /** Fewer and shorter runs, whose figures say nothing. */
  quick: boolean;
  onProgress: (line: string) => void;
}
