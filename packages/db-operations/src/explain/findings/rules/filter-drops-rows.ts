import type { Rule } from '../finding.ts';
import { adviseIndex } from '../index-advice.ts';
import { count, isSeqScan, isTableScan, rowsDropped, tableWord } from '../rows.ts';
import { FACTOR, MANY_ROWS } from '../thresholds.ts';
import { conditionBehindPolicy } from './condition-behind-policy.ts';

/** An index leads to many more rows than are wanted. */
export const filterDropsRows: Rule = (subject) => {
  const told = new Set(conditionBehindPolicy(subject).flatMap(({ nodes }) => nodes));
  return subject.nodes.flatMap((node) => {
    const dropped = rowsDropped(node);
    const rows = node.actual?.rows ?? 0;
    if (!isTableScan(node) || isSeqScan(node) || told.has(node.id)) return [];
    if (dropped < MANY_ROWS || dropped < FACTOR * rows) return [];
    return {
      rule: 'filter-drops-rows',
      nodes: [node.id],
      what: `${tableWord(node)}: the filter drops ${count(dropped)} of the ${count(dropped + rows)} rows that the index leads to.`,
      why: 'They are read from the table to be thrown away.',
      ...(adviseIndex(subject, node) ?? {
        advice: 'Compare a column by itself, so that it can stand in the index beside those that lead here.',
      }),
    };
  });
};
