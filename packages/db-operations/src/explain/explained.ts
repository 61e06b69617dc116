import type { Finding } from './findings/finding.ts';
import type { PlanNode, QueryRun } from './plan/plan-node.ts';

/** A query, how PostgreSQL runs it, and what speaks against that. */
export interface Explained {
  readonly query: string;
  /** The role that it was planned for, and its policies with it. */
  readonly role: string;
  /** `18.4`, of the server. */
  readonly server: string;
  /** Whether it ran; what it changed was taken back. */
  readonly analyzed: boolean;
  /** Planned for any values of its parameters, because none were given. */
  readonly generic: boolean;
  readonly plan: PlanNode;
  readonly run: QueryRun;
  /** What took the most time first. */
  readonly findings: readonly Finding[];
  /** What whoever reads the plan should know of how it came about. */
  readonly notes: readonly string[];
}
