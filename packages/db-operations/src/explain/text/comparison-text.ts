import type { PlanComparison } from '../compare/compare-plans.ts';
import type { Explained } from '../explained.ts';
import type { Finding } from '../findings/finding.ts';
import { count, rowsOut } from '../findings/rows.ts';
import { allNodes, type PlanNode } from '../plan/plan-node.ts';
import { shorten } from './details.ts';
import { blocks, duration } from './figures.ts';
import { title } from './tree.ts';

/** What the two plans are called, such as "the first" and "the second". */
export type PlanNames = readonly [string, string];

/** Figures of two plans beside each other, then the nodes and findings that only one of them has. */
export function comparisonLines(
  first: Explained,
  second: Explained,
  { nodes, findings }: PlanComparison,
  names: PlanNames,
): string[] {
  const inFirst = nodesOf(first);
  const inSecond = nodesOf(second);
  const listed = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${heading}:`, ...lines.map((line) => `  ${line}`)];
  return [
    ...figures(first, second),
    ...listed(`Only in ${names[0]}`, nodes.onlyInFirst.map(inFirst).map(nodeLine)),
    ...listed(`Only in ${names[1]}`, nodes.onlyInSecond.map(inSecond).map(nodeLine)),
    ...listed(
      'In both, with other conditions or rows',
      nodes.changed.flatMap((pair) => changeLines(inFirst(pair.first), inSecond(pair.second))),
    ),
    ...listed('Findings that are gone', findings.gone.map(findingLine)),
    ...listed('Findings that are new', findings.came.flatMap(adviceLines)),
    ...listed('Findings that stay', findings.stayed.map(findingLine)),
  ];
}

function figures(first: Explained, second: Explained): string[] {
  const [one, two] = [first.plan, second.plan];
  const line = (
    what: string,
    [before, after]: readonly [number | undefined, number | undefined],
    words: (value: number) => string,
  ) => (before === undefined || after === undefined ? [] : [compare(what, before, after, words)]);
  const pages = ({ buffers }: PlanNode) => buffers && buffers.hit + buffers.read;
  const files = ({ buffers }: PlanNode) => buffers && buffers.tempRead + buffers.tempWritten;
  const spilt = (files(one) ?? 0) + (files(two) ?? 0) > 0;
  return [
    compare('cost', one.cost, two.cost, count),
    ...line('execution', [first.run.executionMs, second.run.executionMs], duration),
    ...line('planning', [first.run.planningMs, second.run.planningMs], duration),
    compare(
      first.analyzed ? 'rows' : 'expected',
      rowsOut(one),
      rowsOut(two),
      (rows) => `${count(rows)} rows`,
    ),
    ...line('read', [pages(one), pages(two)], blocks),
    ...(spilt ? line('in files', [files(one), files(two)], blocks) : []),
  ];
}

function compare(what: string, before: number, after: number, words: (value: number) => string): string {
  const ratio = before / Math.max(after, Number.EPSILON);
  const how =
    before === after || (ratio > 0.95 && ratio < 1.05)
      ? 'the same'
      : after === 0
        ? 'nothing any more'
        : ratio >= 1.05
          ? `${count(ratio)} times less`
          : before === 0
            ? 'more'
            : `${count(1 / ratio)} times more`;
  return `${what.padEnd(9)}  ${words(before)} → ${words(after)}: ${how}`;
}

function nodesOf({ plan }: Explained): (id: number) => PlanNode {
  const byId = new Map(allNodes(plan).map((node) => [node.id, node]));
  return (id) => byId.get(id) ?? plan;
}

function nodeLine(node: PlanNode): string {
  const { actual, cost } = node;
  const took = actual === undefined ? `cost ${count(cost)}` : duration(actual.selfMs);
  return `#${node.id} ${title(node)}: ${took}, ${count(rowsOut(node))} rows`;
}

function changeLines(first: PlanNode, second: PlanNode): string[] {
  const conditions = (node: PlanNode) =>
    node.conditions.map(({ label, text }) => `${label}: ${shorten(text)}`).join('; ') || 'no condition';
  const [before, after] = [conditions(first), conditions(second)];
  return [
    `#${first.id} → #${second.id} ${title(second)}: ${count(rowsOut(first))} → ${count(rowsOut(second))} rows`,
    ...(before === after ? [] : [`   ${before}`, `   → ${after}`]),
  ];
}

const findingLine = ({ rule, what }: Finding) => `${rule}: ${what}`;

function adviceLines(finding: Finding): string[] {
  const { advice, sql } = finding;
  return [findingLine(finding), `  Do: ${advice}${sql === undefined ? '' : ` ${sql};`}`];
}
