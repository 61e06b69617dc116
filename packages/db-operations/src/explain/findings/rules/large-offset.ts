import type { Rule } from '../finding.ts';
import { count, neverRan } from '../rows.ts';
import { MANY_ROWS } from '../thresholds.ts';

/** A page is reached by reading all pages before it. */
export const largeOffset: Rule = (subject) => {
  const limits = subject.nodes.filter((node) => node.type === 'Limit' && !neverRan(node));
  return limits.flatMap((node) => {
    const [child] = node.children;
    const skipped = subject.analyzed
      ? (child?.actual?.rows ?? 0) - (node.actual?.rows ?? 0)
      : node === limits[0]
        ? (subject.offset ?? 0)
        : 0;
    if (skipped < MANY_ROWS) return [];
    return {
      rule: 'large-offset',
      nodes: [node.id],
      what: `OFFSET skips ${count(skipped)} rows.`,
      why: 'They are all found, and sorted, before they are thrown away: each page takes longer than the one before.',
      advice:
        'Go on behind the last row of the page before (keyset): WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT n, with an index in that order. findPage and paginate of @org/db do so.',
    };
  });
};
