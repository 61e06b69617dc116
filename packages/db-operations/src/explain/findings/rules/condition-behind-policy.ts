import type { PlanNode } from '../../plan/plan-node.ts';
import type { Rule, Subject } from '../finding.ts';
import { adviseIndex } from '../index-advice.ts';
import { leaks } from '../leakproof.ts';
import {
  count,
  isSeqScan,
  isTableScan,
  mayEndEarly,
  neverRan,
  rowsDropped,
  rowsOut,
  rowsRead,
  tableWord,
} from '../rows.ts';
import { FACTOR, LARGE_TABLE, MANY_ROWS } from '../thresholds.ts';

/** A condition cannot be in an index because row level security comes first. */
export const conditionBehindPolicy: Rule = (subject) =>
  subject.nodes.filter(isTableScan).flatMap((node) => {
    const table = subject.tableOf(node);
    if (table === undefined || !table.policiesHold || neverRan(node) || !dropsMany(subject, node)) return [];
    const waiting = subject.conjunctsOf(node, 'Filter').flatMap((conjunct) => {
      const names = leaks(subject, table, conjunct);
      const column = conjunct.columns.find(({ alias }) => alias === node.alias)?.column;
      return names.length === 0 || column === undefined ? [] : [{ column, names }];
    });
    if (waiting.length === 0) return [];
    const words = waiting.map(({ column, names }) => `${column} by ${names.join(', ')}`).join('; ');
    const partial = adviseIndex(subject, node);
    const dropped = rowsDropped(node);
    return {
      rule: 'condition-behind-policy',
      nodes: [node.id],
      what: `${tableWord(node)} is filtered after its policies: ${words}.${dropped > 0 ? ` ${count(dropped)} rows were read and dropped.` : ''}`,
      why: 'Row level security lets only leakproof operators look at a row before the policies have, and these are not: no index can serve the condition, not even one that is made for it.',
      ...(partial?.sql?.includes(' WHERE ')
        ? {
            ...partial,
            advice:
              'Where it is always this value, a partial index holds just these rows: its condition is compared when the query is planned.',
          }
        : {
            advice:
              'Narrow it by another condition that an index serves (equality of a uuid, text, number or day; a range of time), or read in the order of an index with a LIMIT, which ends early where what is asked for is not rare.',
          }),
    };
  });

function dropsMany(subject: Subject, node: PlanNode): boolean {
  if (subject.analyzed) {
    const dropped = rowsDropped(node);
    return dropped >= MANY_ROWS && dropped >= FACTOR * rowsOut(node);
  }
  // Which rows an index leaves to the filter is not known before it runs.
  if (isSeqScan(node))
    return rowsRead(subject, node) >= LARGE_TABLE && rowsOut(node) * FACTOR <= rowsRead(subject, node);
  return node.cost >= MANY_ROWS && !mayEndEarly(subject, node);
}
