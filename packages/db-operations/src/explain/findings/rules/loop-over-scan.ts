import type { PlanNode } from '../../plan/plan-node.ts';
import type { Rule, Subject } from '../finding.ts';
import { adviseIndex } from '../index-advice.ts';
import { count, isSeqScan, rowsRead, tableWord } from '../rows.ts';
import { MANY_LOOPS, MANY_PAIRS } from '../thresholds.ts';

/** A join reads a whole table again for each row of the other side. */
export const loopOverScan: Rule = (subject) =>
  subject.nodes.filter(isSeqScan).flatMap((node) => {
    const found = loopOver(subject, node);
    if (found === undefined) return [];
    const { loops, read, join } = found;
    const conditions =
      join === undefined
        ? []
        : subject.conjunctsOf(join, 'Join Filter').filter(({ kind }) => kind === 'join');
    return {
      rule: 'loop-over-scan',
      nodes: [node.id],
      what: `${tableWord(node)} is read as a whole ${count(loops)} times: ${count(loops * read)} rows.`,
      why: 'For each row of the other side the table is searched from its beginning to its end.',
      ...(adviseIndex(subject, node, { join: conditions }) ?? {
        advice: 'Join by a column that is equal on both sides, with an index on this side.',
      }),
    };
  });

/** What may stand between a join and the table of its inner side. Where that is kept, it is the keeper that is read again. */
const BETWEEN = new Set(['Materialize', 'Memoize', 'Result', 'Subquery Scan']);

/** The join, or expression, that runs a scan again and again; undefined where it is not worth a word. */
export function loopOver(
  subject: Subject,
  node: PlanNode,
): { loops: number; read: number; join: PlanNode | undefined } | undefined {
  let inner = node;
  let above = subject.parentOf(node);
  while (above !== undefined && BETWEEN.has(above.type)) {
    inner = above;
    above = subject.parentOf(above);
  }
  const join = above?.type.startsWith('Nested Loop') && inner.relationship === 'Inner' ? above : undefined;
  if (join === undefined && inner.relationship !== 'SubPlan') return undefined;
  const loops = inner.actual?.loops ?? join?.children[0]?.estimatedRows ?? 1;
  const read = rowsRead(subject, node);
  return loops >= MANY_LOOPS && loops * read >= MANY_PAIRS ? { loops, read, join } : undefined;
}
