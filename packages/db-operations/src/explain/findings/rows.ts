import { countOf, type PlanNode } from '../plan/plan-node.ts';
import type { Subject } from './finding.ts';

export function isSeqScan({ type }: PlanNode): boolean {
  return type.endsWith('Seq Scan');
}

/** Reads rows of a table, by an index or not. */
export function isTableScan({ type, relation }: PlanNode): boolean {
  return relation !== undefined && type.includes('Scan') && !type.includes('Bitmap Index');
}

/** A node that was planned but not needed. */
export function neverRan({ actual }: PlanNode): boolean {
  return actual?.loops === 0;
}

/** Rows that a scan hands on: those that came where it ran, else those that PostgreSQL expects. */
export function rowsOut(node: PlanNode): number {
  return node.actual?.rows ?? node.estimatedRows;
}

/** Rows that its filter dropped; only known where it ran. */
export function rowsDropped(node: PlanNode): number {
  return countOf(node, 'Rows Removed by Filter');
}

/** Rows that one loop of a scan of a whole table reads. */
export function rowsRead(subject: Subject, node: PlanNode): number {
  if (node.actual === undefined) return Math.max(0, subject.tableOf(node)?.rows ?? 0);
  return (node.actual.rows + rowsDropped(node)) / Math.max(1, node.actual.loops);
}

/** Whether a node above ends as soon as it has what it needs, so that few rows are no wonder. */
export function mayEndEarly(subject: Subject, node: PlanNode): boolean {
  for (let above = subject.parentOf(node); above !== undefined; above = subject.parentOf(above)) {
    if (above.type === 'Limit' || /Merge .*Join|Merge Join|Semi|Anti/.test(above.type)) return true;
    if (node.relationship === 'SubPlan' || node.relationship === 'InitPlan') return true;
  }
  return false;
}

/** `1,234,567`; numbers below 10 with a digit behind the point where they have one. */
export function count(value: number): string {
  return value >= 10 ? Math.round(value).toLocaleString('en-US') : String(Math.round(value * 10) / 10);
}

/** `core.users`, or with its name in the query where that is another: `core.users (u)`. */
export function tableWord({ relation = 'a table', alias }: PlanNode): string {
  return alias === undefined || relation.endsWith(`.${alias}`) ? relation : `${relation} (${alias})`;
}
