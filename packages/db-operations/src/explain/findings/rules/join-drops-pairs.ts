import { countOf } from '../../plan/plan-node.ts';
import type { Rule } from '../finding.ts';
import { count, isSeqScan } from '../rows.ts';
import { FACTOR, MANY_PAIRS } from '../thresholds.ts';
import { loopOver } from './loop-over-scan.ts';

/** A join compares many pairs that do not belong together. */
export const joinDropsPairs: Rule = (subject) => {
  // That of a join over a whole table is told there.
  const told = new Set(subject.nodes.filter(isSeqScan).map((node) => loopOver(subject, node)?.join));
  return subject.nodes.flatMap((node) => {
    const dropped = countOf(node, 'Rows Removed by Join Filter');
    const rows = node.actual?.rows ?? 0;
    if (told.has(node) || dropped < MANY_PAIRS || dropped < FACTOR * rows) return [];
    const filter = node.conditions.find(({ label }) => label === 'Join Filter')?.text ?? '';
    return {
      rule: 'join-drops-pairs',
      nodes: [node.id],
      what: `${node.type}: ${count(dropped)} pairs are compared and dropped for ${count(rows)}.`,
      why: `The pairs come together without ${filter}, which is asked of each.`,
      advice:
        'Join by equality of plain columns (the tenant, then the key): then an index or a hash finds the partner. Comparisons such as <, OR and LIKE between tables always try every pair.',
    };
  });
};
