import type { CatalogFacts, TableFacts } from '../catalog/facts.ts';
import type { Conjunct } from '../conditions/conditions.ts';
import type { PlanNode, QueryRun } from '../plan/plan-node.ts';

/** What a finding is about; stable, for programs that read the JSON. */
export type FindingRule =
  | 'scan-of-large-table'
  | 'condition-behind-policy'
  | 'filter-drops-rows'
  | 'join-drops-pairs'
  | 'loop-over-scan'
  | 'sort-for-limit'
  | 'spill-to-disk'
  | 'estimate-off'
  | 'statistics-missing'
  | 'bitmap-lossy'
  | 'heap-fetches'
  | 'function-per-row'
  | 'partitions-not-pruned'
  | 'large-offset'
  | 'trigger-dominates'
  | 'jit-dominates'
  | 'planning-dominates';

/** Something in a plan that costs more than it has to. */
export interface Finding {
  readonly rule: FindingRule;
  /** `PlanNode.id`s; none when it is about the query as a whole. */
  readonly nodes: readonly number[];
  readonly what: string;
  readonly why: string;
  readonly advice: string;
  /** The statement that would help, where there is one. It is never run. */
  readonly sql?: string;
}

/** What rules look at. */
export interface Subject {
  readonly root: PlanNode;
  readonly nodes: readonly PlanNode[];
  readonly run: QueryRun;
  readonly catalog: CatalogFacts;
  /** Whether the query ran; else rows and costs are what PostgreSQL expects. */
  readonly analyzed: boolean;
  /** Planned for any values of its parameters. */
  readonly generic: boolean;
  /** Rows that OFFSET skips, where that is known before the query runs. */
  readonly offset: number | undefined;
  parentOf(node: PlanNode): PlanNode | undefined;
  tableOf(node: PlanNode): TableFacts | undefined;
  /** The conditions of a node under the given labels. */
  conjunctsOf(node: PlanNode, ...labels: readonly string[]): readonly Conjunct[];
}

/** One question that is asked of every plan. */
export type Rule = (subject: Subject) => readonly Finding[];
