import { numberOf } from '../../plan/plan-node.ts';
import type { Rule } from '../finding.ts';
import { count, tableWord } from '../rows.ts';
import { FACTOR, MANY_ROWS } from '../thresholds.ts';

/** An index has all columns, and the table is read all the same. */
export const heapFetches: Rule = (subject) =>
  subject.nodes.flatMap((node) => {
    const fetches = numberOf(node, 'Heap Fetches') ?? 0;
    if (fetches < MANY_ROWS || fetches * FACTOR < (node.actual?.rows ?? 0)) return [];
    return {
      rule: 'heap-fetches',
      nodes: [node.id],
      what: `${tableWord(node)}: ${count(fetches)} rows were looked up in the table, though the index has all that is asked for.`,
      why: 'Whether a row is visible is only known without the table where VACUUM has marked its page.',
      advice: 'Vacuum it, and let autovacuum do so more often where rows change all the time.',
      sql: `VACUUM ${subject.tableOf(node)?.sql ?? node.relation}`,
    };
  });
