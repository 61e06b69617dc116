import type { Explained } from '../explained.ts';
import { count } from '../findings/rows.ts';
import type { TriedIndex } from '../index/try-index.ts';
import { duration } from './figures.ts';
import { explainText } from './text.ts';

/** What an index changes, then the plan with it, for people. */
export function triedText({ index, used, before, after }: TriedIndex): string {
  return [
    explainText(after),
    '',
    `${index}: ${used ? 'PostgreSQL uses it' : 'PostgreSQL does not use it'}. It was rolled back.`,
    compare('cost', before.plan.cost, after.plan.cost, count),
    ...time(before, after),
  ].join('\n');
}

function time(before: Explained, after: Explained): string[] {
  const [first, second] = [before.run.executionMs, after.run.executionMs];
  return first === undefined || second === undefined ? [] : [compare('execution', first, second, duration)];
}

function compare(what: string, before: number, after: number, words: (value: number) => string): string {
  const ratio = before / Math.max(after, Number.EPSILON);
  const how =
    ratio >= 1.05
      ? `${count(ratio)} times less`
      : ratio <= 0.95
        ? `${count(1 / ratio)} times more`
        : 'the same';
  return `${what.padEnd(9)}  ${words(before)} → ${words(after)}: ${how}`;
}
