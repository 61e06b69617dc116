/** What a node did with pages of 8 KB, over all its loops, those below it included. */
export interface Buffers {
  readonly hit: number;
  readonly read: number;
  readonly dirtied: number;
  readonly written: number;
  /** To and from files, because memory did not do. */
  readonly tempRead: number;
  readonly tempWritten: number;
}

/** What really happened; absent where a query was planned only. */
export interface Actual {
  /** Over all loops. */
  readonly rows: number;
  readonly loops: number;
  /** Milliseconds by the clock, with what is below; workers side by side count once. */
  readonly totalMs: number;
  /** Without what is below. */
  readonly selfMs: number;
  /** `selfMs` of the whole execution, from 0 to 1. */
  readonly share: number;
}

/** A condition as PostgreSQL writes it, under its own name: `Filter`, `Index Cond`, `Hash Cond` … */
export interface Condition {
  readonly label: string;
  readonly text: string;
}

/** A node of a plan. `raw` is what EXPLAIN said of it, without the nodes below. */
export interface PlanNode {
  /** Number in the order of the tree, from 1: findings name nodes by it. */
  readonly id: number;
  readonly type: string;
  /** How it joins its parent: `Outer`, `Inner`, `InitPlan`, `SubPlan`, `Member` … */
  readonly relationship: string | undefined;
  /** `schema.name` of the table, and what the query calls it. */
  readonly relation: string | undefined;
  readonly alias: string | undefined;
  readonly index: string | undefined;
  /** Of one loop. */
  readonly estimatedRows: number;
  readonly cost: number;
  readonly actual: Actual | undefined;
  readonly buffers: Buffers | undefined;
  readonly conditions: readonly Condition[];
  readonly children: readonly PlanNode[];
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Planning and running as a whole. */
export interface QueryRun {
  readonly planningMs: number | undefined;
  readonly executionMs: number | undefined;
  readonly jitMs: number | undefined;
  readonly triggers: readonly {
    readonly name: string;
    readonly table: string;
    readonly ms: number;
    readonly calls: number;
  }[];
  /** Settings that differ from the server's defaults, as far as they matter to plans. */
  readonly settings: Readonly<Record<string, string>>;
  readonly queryId: string | undefined;
}

/** A number that EXPLAIN gave under a name; undefined where it gave none. */
export function numberOf({ raw }: Pick<PlanNode, 'raw'>, name: string): number | undefined {
  const value = raw[name];
  return typeof value === 'number' ? value : undefined;
}

/** The same over all loops: counts of dropped rows are given as an average of one. */
export function countOf(node: PlanNode, name: string): number {
  return Math.round((numberOf(node, name) ?? 0) * (node.actual?.loops ?? 1));
}

/** Every node, parents before children. */
export function allNodes(root: PlanNode): PlanNode[] {
  return [root, ...root.children.flatMap(allNodes)];
}
