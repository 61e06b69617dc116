import type { Finding, Rule, Subject } from './finding.ts';
import { bitmapLossy } from './rules/bitmap-lossy.ts';
import { conditionBehindPolicy } from './rules/condition-behind-policy.ts';
import { estimateOff } from './rules/estimate-off.ts';
import { filterDropsRows } from './rules/filter-drops-rows.ts';
import { functionPerRow } from './rules/function-per-row.ts';
import { heapFetches } from './rules/heap-fetches.ts';
import { joinDropsPairs } from './rules/join-drops-pairs.ts';
import { largeOffset } from './rules/large-offset.ts';
import { loopOverScan } from './rules/loop-over-scan.ts';
import { partitionsNotPruned } from './rules/partitions-not-pruned.ts';
import { scanOfLargeTable } from './rules/scan-of-large-table.ts';
import { sortForLimit } from './rules/sort-for-limit.ts';
import { spillToDisk } from './rules/spill-to-disk.ts';
import { statisticsMissing } from './rules/statistics-missing.ts';
import { jitDominates, planningDominates, triggerDominates } from './rules/whole-query.ts';

const RULES: readonly Rule[] = [
  scanOfLargeTable,
  loopOverScan,
  conditionBehindPolicy,
  filterDropsRows,
  joinDropsPairs,
  sortForLimit,
  partitionsNotPruned,
  largeOffset,
  spillToDisk,
  functionPerRow,
  estimateOff,
  statisticsMissing,
  bitmapLossy,
  heapFetches,
  triggerDominates,
  jitDominates,
  planningDominates,
];

/** All findings, those first whose nodes took the most time. */
export function findInPlan(subject: Subject): Finding[] {
  const found = merge(
    RULES.flatMap((rule) => rule(subject)),
    subject,
  );
  const cost = ({ nodes }: Finding) =>
    subject.nodes
      .filter(({ id }) => nodes.includes(id))
      .reduce((sum, node) => sum + (node.actual?.selfMs ?? node.cost), 0);
  // The sort is stable: of equal ones the order of the rules stays.
  return found.sort((a, b) => cost(b) - cost(a));
}

/** The same about several partitions is one finding. */
function merge(findings: readonly Finding[], subject: Subject): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const node = subject.nodes.find(({ id }) => id === finding.nodes[0]);
    const table = node && subject.tableOf(node);
    const key =
      table?.partitionOf && finding.nodes.length === 1
        ? `${finding.rule} ${table.partitionOf.name} ${finding.rule === 'statistics-missing' ? '' : (finding.sql ?? '')}`
        : `${finding.rule} ${finding.nodes.join()} ${finding.what}`;
    const first = merged.get(key);
    merged.set(key, first === undefined ? finding : { ...first, nodes: [...first.nodes, ...finding.nodes] });
  }
  return [...merged.values()];
}
