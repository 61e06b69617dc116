import type { RunHandle } from '@org/db-testing';
import type { Findings } from './report.ts';

/** What every benchmark is given. */
export interface BenchOptions {
  /** Where it may make databases. */
  run: RunHandle;
  /** Fewer and shorter runs, whose figures say nothing. */
  quick: boolean;
  /** Only cases whose names contain one of these; all when empty. */
  cases: readonly string[];
  /** Only these numbers of callers; all when empty. */
  callers: readonly number[];
  onProgress: (line: string) => void;
}

export type Bench = (options: BenchOptions) => Promise<Findings>;

export function isWanted(name: string, { cases }: Pick<BenchOptions, 'cases'>): boolean {
  return cases.length === 0 || cases.some((part) => name.includes(part));
}
