import type { PlanNode } from '../../plan/plan-node.ts';
import type { Rule } from '../finding.ts';
import { adviseIndex, type SortKey } from '../index-advice.ts';
import { count, isTableScan, neverRan, rowsOut, tableWord } from '../rows.ts';
import { FACTOR, LARGE_TABLE } from '../thresholds.ts';

/** All rows are sorted, and a page of them is shown. */
export const sortForLimit: Rule = (subject) =>
  subject.nodes.flatMap((limit) => {
    if (limit.type !== 'Limit' || neverRan(limit)) return [];
    const sort = sortBelow(limit);
    const scan = sort && onlyScanBelow(sort);
    const keys = sort && scan && keysOf(sort, scan);
    if (sort === undefined || scan === undefined || keys === undefined) return [];
    const sorted = rowsOut(scan);
    if (sorted < LARGE_TABLE || sorted < FACTOR * rowsOut(limit)) return [];
    const index = adviseIndex(subject, scan, { order: keys });
    if (index?.sql === undefined) return [];
    return {
      rule: 'sort-for-limit',
      nodes: [sort.id],
      what: `${count(sorted)} rows of ${tableWord(scan)} are read and sorted to show ${count(rowsOut(limit))}.`,
      why: 'No index has this order behind the columns that are compared, so the page can only be cut off at the end.',
      ...index,
      advice: 'An index in this order is read until the page is full, and no further.',
    };
  });

function sortBelow(node: PlanNode): PlanNode | undefined {
  let at = node.children[0];
  while (at !== undefined && ['Gather Merge', 'Result', 'LockRows'].includes(at.type)) at = at.children[0];
  return at?.type === 'Sort' ? at : undefined;
}

/** Where everything that is sorted comes from one table. */
function onlyScanBelow(node: PlanNode): PlanNode | undefined {
  let at = node.children[0];
  while (at?.type === 'Gather' || at?.type === 'Result') at = at.children[0];
  return at !== undefined && isTableScan(at) ? at : undefined;
}

/** Undefined when it is sorted by more than the columns of the table, or in another order of NULLs than an index has. */
function keysOf(sort: PlanNode, { alias }: PlanNode): SortKey[] | undefined {
  const keys = ((sort.raw['Sort Key'] ?? []) as string[]).map((key) => KEY.exec(key)?.groups);
  if (keys.some((key) => key === undefined || (key.alias ?? alias) !== alias)) return undefined;
  return keys.map((key) => ({ column: key?.column ?? '', descending: key?.descending !== undefined }));
}

const KEY = /^(?:(?<alias>\w+)\.)?(?<column>[a-z_][a-z0-9_]*)(?<descending> DESC)?$/;
