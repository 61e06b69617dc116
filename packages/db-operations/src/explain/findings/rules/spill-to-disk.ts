import { numberOf, type PlanNode } from '../../plan/plan-node.ts';
import type { Rule } from '../finding.ts';
import { count } from '../rows.ts';

/** What did not fit into work_mem was written to files and read again. */
export const spillToDisk: Rule = (subject) =>
  subject.nodes.flatMap((node) => {
    const spilled = spilledKilobytes(node);
    if (spilled === undefined) return [];
    const megabytes = Math.max(8, 2 ** Math.ceil(Math.log2((spilled.needs / 1024) * 1.2)));
    return {
      rule: 'spill-to-disk',
      nodes: [node.id],
      what: `${node.type}: ${spilled.words}.`,
      why: 'It needs more memory than work_mem allows to one node of a plan.',
      advice: `Handle fewer rows or columns, or give this transaction more: about ${megabytes} MB. As a setting of the server it counts for every node of every connection.`,
      sql: `SET LOCAL work_mem = '${megabytes}MB'`,
    };
  });

/** What was written, and what it would have taken in memory: rows take about three times as much there as in a file. */
function spilledKilobytes(node: PlanNode): { words: string; needs: number } | undefined {
  const of = (name: string) => numberOf(node, name) ?? 0;
  if (node.raw['Sort Space Type'] === 'Disk') {
    const kilobytes = of('Sort Space Used');
    return { words: `sorted on disk, ${count(kilobytes)} KB`, needs: kilobytes * 3 };
  }
  if (of('Hash Batches') > 1) {
    const batches = of('Hash Batches');
    return {
      words: `the hash was split into ${count(batches)} parts, all but one on disk`,
      needs: of('Peak Memory Usage') * batches,
    };
  }
  if (of('Disk Usage') > 0) {
    const kilobytes = of('Disk Usage');
    return {
      words: `groups were put on disk, ${count(kilobytes)} KB`,
      needs: of('Peak Memory Usage') + kilobytes * 3,
    };
  }
  if (node.raw.Storage === 'Disk') {
    const kilobytes = of('Maximum Storage');
    return { words: `rows were put on disk, ${count(kilobytes)} KB`, needs: kilobytes * 3 };
  }
  return undefined;
}
