import type { ComparedQueries } from '../compare/compare-queries.ts';
import type { Explained } from '../explained.ts';
import { rowsOut } from '../findings/rows.ts';
import { comparisonLines } from './comparison-text.ts';
import { blocks } from './figures.ts';
import { treeText } from './tree.ts';

/** Both plans, then what is different, for people. */
export function comparedText({ first, second, comparison }: ComparedQueries): string {
  return [
    'The first query:',
    treeText(first),
    '',
    'The second query:',
    treeText(second),
    '',
    ...comparisonLines(first, second, comparison, ['the first', 'the second']),
    ...notes(first, second).map((note) => `Note: ${note}`),
  ].join('\n');
}

function notes(first: Explained, second: Explained): string[] {
  const read = first.plan.buffers?.read ?? 0;
  const differ = first.analyzed && rowsOut(first.plan) !== rowsOut(second.plan);
  return [
    ...new Set([...first.notes, ...second.notes]),
    ...(differ ? ['They return another number of rows, so they do not ask the same.'] : []),
    ...(read > 0
      ? [
          `The first read ${blocks(read)} from disk, which the second may have found in memory: run it again to compare times.`,
        ]
      : []),
  ];
}
