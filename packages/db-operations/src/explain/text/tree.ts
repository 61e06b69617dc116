import type { Explained } from '../explained.ts';
import { count, tableWord } from '../findings/rows.ts';
import { allNodes, type PlanNode } from '../plan/plan-node.ts';
import { details } from './details.ts';
import { duration, share } from './figures.ts';

/** The nodes of a plan, a line each with its figures in columns, and what belongs to it below. */
export function treeText({ plan, analyzed, findings }: Explained): string {
  const marked = new Set(findings.flatMap(({ nodes }) => nodes));
  const lines = linesOf(plan, { first: '', rest: '' }, marked);
  const width = Math.max(...lines.map(({ figures }) => figures.length));
  const head = analyzed ? 'self, share, total; rows expected → found' : 'rows expected; cost';
  return [
    `${'node'.padEnd(5)} ${head.padEnd(width)}`,
    ...lines.map(({ node, figures, text }) => {
      const number = node === undefined ? '' : `#${node.id}${marked.has(node.id) ? ' !' : ''}`;
      return `${number.padEnd(5)} ${figures.padEnd(width)}  ${text}`.trimEnd();
    }),
  ].join('\n');
}

interface Line {
  /** Undefined for what stands below a node. */
  readonly node: PlanNode | undefined;
  readonly figures: string;
  readonly text: string;
}

function linesOf(
  node: PlanNode,
  indent: { first: string; rest: string },
  marked: ReadonlySet<number>,
): Line[] {
  const shown = node.children.filter((child, index) => isWorthALine(node, child, index, marked));
  const left = node.children.filter((child) => !shown.includes(child));
  const below = indent.rest + (node.children.length > 0 ? '│   ' : '    ');
  return [
    { node, figures: figuresOf(node), text: indent.first + title(node) },
    ...details(node).map((text) => ({ node: undefined, figures: '', text: below + text })),
    ...shown.flatMap((child, index) => {
      const last = index === shown.length - 1 && left.length === 0;
      return linesOf(
        child,
        {
          first: `${indent.rest}${last ? '└─ ' : '├─ '}`,
          rest: `${indent.rest}${last ? '   ' : '│  '}`,
        },
        marked,
      );
    }),
    ...(left.length === 0 ? [] : [{ node: undefined, figures: '', text: `${indent.rest}└─ ${inSum(left)}` }]),
  ];
}

/** Partitions beyond these are shown where they take time, or a finding is about them. */
const PARTITIONS = 3;
const NOTHING = 0.02;

function isWorthALine(
  parent: PlanNode,
  child: PlanNode,
  index: number,
  marked: ReadonlySet<number>,
): boolean {
  if (!/^(Parallel )?(Append|Merge Append)$/.test(parent.type) || parent.children.length <= PARTITIONS + 1)
    return true;
  if (allNodes(child).some(({ id }) => marked.has(id))) return true;
  const whole = parent.actual?.totalMs ?? 0;
  return parent.actual === undefined ? index < PARTITIONS : (child.actual?.totalMs ?? 0) > NOTHING * whole;
}

function inSum(nodes: readonly PlanNode[]): string {
  const sum = (of: (node: PlanNode) => number) => nodes.reduce((all, node) => all + of(node), 0);
  const ran = nodes.filter(({ actual }) => actual !== undefined && actual.loops > 0).length;
  const took =
    nodes[0]?.actual === undefined
      ? ''
      : `: ${duration(sum(({ actual }) => actual?.totalMs ?? 0))}, ${count(sum(({ actual }) => actual?.rows ?? 0))} rows${ran < nodes.length ? `, ${nodes.length - ran} never ran` : ''}`;
  return `${nodes.length} more like these${took}`;
}

function figuresOf({ actual, estimatedRows, cost }: PlanNode): string {
  if (actual === undefined) return `${count(estimatedRows).padStart(9)}  ${count(cost).padStart(9)}`;
  if (actual.loops === 0) return 'never ran';
  const found = actual.rows / actual.loops;
  return [
    duration(actual.selfMs).padStart(8),
    share(actual.share).padStart(5),
    duration(actual.totalMs).padStart(8),
    `${count(estimatedRows)} → ${count(found)}`,
  ].join('  ');
}

/** What a node does, on which table and by which index. */
export function title(node: PlanNode): string {
  const { type, relation, index, actual, raw } = node;
  const name = typeof raw['Subplan Name'] === 'string' ? `${raw['Subplan Name']}: ` : '';
  const on = relation === undefined ? '' : ` on ${tableWord(node)}`;
  const by = index === undefined ? '' : ` by ${index}`;
  const loops = actual !== undefined && actual.loops > 1 ? ` × ${count(actual.loops)}` : '';
  const other = relation === undefined && node.alias !== undefined ? ` ${node.alias}` : '';
  return `${name}${type}${on}${by}${other}${loops}`;
}
