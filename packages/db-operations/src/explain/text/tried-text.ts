import type { TriedIndex } from '../index/try-index.ts';
import { comparisonLines } from './comparison-text.ts';
import { explainText } from './text.ts';

/** The plan with an index, then what the index changes, for people. */
export function triedText({ index, used, before, after, comparison }: TriedIndex): string {
  return [
    explainText(after),
    '',
    `${index}: ${used ? 'PostgreSQL uses it' : 'PostgreSQL does not use it'}. It was rolled back.`,
    ...comparisonLines(before, after, comparison, ['the plan without it', 'the plan with it']),
  ].join('\n');
}
