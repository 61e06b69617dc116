import type { Rule } from '../finding.ts';
import { adviseIndex } from '../index-advice.ts';
import { leaks } from '../leakproof.ts';
import { count, isSeqScan, neverRan, rowsOut, rowsRead, tableWord } from '../rows.ts';
import { FACTOR, LARGE_TABLE } from '../thresholds.ts';
import { loopOver } from './loop-over-scan.ts';

/** A large table is read as a whole for few of its rows. */
export const scanOfLargeTable: Rule = (subject) =>
  subject.nodes.filter(isSeqScan).flatMap((node) => {
    const table = subject.tableOf(node);
    if (table === undefined || neverRan(node) || loopOver(subject, node) !== undefined) return [];
    const read = rowsRead(subject, node);
    const wanted = rowsOut(node) / Math.max(1, node.actual?.loops ?? 1);
    const conjuncts = subject.conjunctsOf(node, 'Filter');
    if (read < LARGE_TABLE || wanted * FACTOR > read || conjuncts.length === 0) return [];
    const index = adviseIndex(subject, node);
    const waits = table.policiesHold && conjuncts.some((one) => leaks(subject, table, one).length > 0);
    // What cannot be in an index is told by the rule of that.
    if (index === undefined && waits) return [];
    return {
      rule: 'scan-of-large-table',
      nodes: [node.id],
      what: `${tableWord(node)} is read as a whole: ${count(read)} rows for ${count(wanted)}.`,
      why: 'No index leads to the rows that the filter lets pass, so the work grows with the table.',
      ...(index ?? {
        advice:
          'Compare a column by itself, not within a function, a cast or an OR: then an index can serve. An index on the expression serves where policies do not hold.',
      }),
    };
  });
