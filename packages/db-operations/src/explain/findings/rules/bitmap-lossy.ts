import { numberOf } from '../../plan/plan-node.ts';
import type { Rule } from '../finding.ts';
import { count, tableWord } from '../rows.ts';
import { FACTOR } from '../thresholds.ts';

/** The bitmap did not fit into memory, so that it names pages and no longer rows. */
export const bitmapLossy: Rule = (subject) =>
  subject.nodes.flatMap((node) => {
    const lossy = numberOf(node, 'Lossy Heap Blocks') ?? 0;
    const exact = numberOf(node, 'Exact Heap Blocks') ?? 0;
    if (lossy === 0 || lossy * FACTOR < exact) return [];
    return {
      rule: 'bitmap-lossy',
      nodes: [node.id],
      what: `${tableWord(node)}: of ${count(lossy)} of ${count(lossy + exact)} pages all rows are looked at, as the bitmap did not fit into memory.`,
      why: 'A bitmap that is larger than work_mem remembers pages instead of rows.',
      advice: 'Give this transaction more memory, or ask for fewer rows.',
      sql: "SET LOCAL work_mem = '32MB'",
    };
  });
