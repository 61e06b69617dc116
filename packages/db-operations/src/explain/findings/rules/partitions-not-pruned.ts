import type { PartitionedFacts } from '../../catalog/facts.ts';
import type { PlanNode } from '../../plan/plan-node.ts';
import type { Rule, Subject } from '../finding.ts';
import { count, isTableScan, neverRan, rowsDropped, rowsOut } from '../rows.ts';
import { FACTOR, MANY_ROWS } from '../thresholds.ts';

/** Fewer are read sooner than it is told which. */
const FEW = 3;

/** Every partition of a table is read. */
export const partitionsNotPruned: Rule = (subject) => {
  // Planned for any value, the partitions are chosen when the value is there.
  if (subject.generic) return [];
  const groups = new Map<string, { parent: PartitionedFacts; scans: PlanNode[] }>();
  for (const node of subject.nodes.filter(isTableScan)) {
    const parent = subject.tableOf(node)?.partitionOf;
    if (!parent || neverRan(node)) continue;
    const key = `${appendOf(subject, node)?.id} ${parent.name}`;
    const group = groups.get(key) ?? { parent, scans: [] };
    group.scans.push(node);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ parent, scans }) => {
    const [first] = scans;
    if (first === undefined || scans.length < parent.partitions || parent.partitions < FEW) return [];
    const used = subject
      .conjunctsOf(first, 'Index Cond', 'Recheck Cond', 'Filter')
      .filter(({ columns }) => columns.some(({ column }) => parent.keys.includes(column)));
    // Compared by itself it was used, and all partitions are asked for.
    if (used.some(({ kind }) => kind === 'equality' || kind === 'range')) return [];
    const append = appendOf(subject, first);
    if (used.length === 0 && !wantsFew(scans)) return [];
    const key = parent.keys.join(', ');
    return {
      rule: 'partitions-not-pruned',
      nodes: append === undefined ? scans.map(({ id }) => id) : [append.id],
      what: `All ${count(parent.partitions)} partitions of ${parent.name} are read.`,
      why:
        used.length > 0
          ? `${key} decides which partition a row lies in, but stands within an expression, or beside a column of another table, so no partition can be left out.`
          : `${key} decides which partition a row lies in, and the query does not narrow it.`,
      advice: `Compare ${key} by itself with values: ${key} >= from AND ${key} < to.`,
    };
  });
};

/** Without the key it is no mistake to read all, unless that was for few rows. */
function wantsFew(scans: readonly PlanNode[]): boolean {
  const sum = (of: (node: PlanNode) => number) => scans.reduce((all, node) => all + of(node), 0);
  const dropped = sum(rowsDropped);
  return dropped >= MANY_ROWS && dropped >= FACTOR * sum(rowsOut);
}

function appendOf(subject: Subject, node: PlanNode): PlanNode | undefined {
  let above = subject.parentOf(node);
  while (above !== undefined && !above.type.endsWith('Append')) above = subject.parentOf(above);
  return above;
}
