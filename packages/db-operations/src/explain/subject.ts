import type { CatalogFacts } from './catalog/facts.ts';
import { type Conjunct, readConjuncts } from './conditions/conditions.ts';
import type { Subject } from './findings/finding.ts';
import { allNodes, type PlanNode } from './plan/plan-node.ts';
import type { ReadPlan } from './plan/read-plan.ts';

/** Conditions of which findings are made; others hold no more. */
const READ = new Set(['Index Cond', 'Recheck Cond', 'Filter', 'Join Filter']);

/** The conditions of a plan, read, by their text. */
export async function readConditions(root: PlanNode): Promise<ReadonlyMap<string, readonly Conjunct[]>> {
  const texts = allNodes(root).flatMap(({ conditions }) =>
    conditions.filter(({ label }) => READ.has(label)).map(({ text }) => text),
  );
  const read = new Map<string, readonly Conjunct[]>();
  for (const text of new Set(texts)) read.set(text, await readConjuncts(text));
  return read;
}

/** A plan as the rules of findings look at it. */
export function subjectOf(
  { root, run }: ReadPlan,
  conditions: ReadonlyMap<string, readonly Conjunct[]>,
  catalog: CatalogFacts,
  known: Pick<Subject, 'analyzed' | 'generic' | 'offset'>,
): Subject {
  const nodes = allNodes(root);
  const parents = new Map(nodes.flatMap((node) => node.children.map((child) => [child, node] as const)));
  return {
    root,
    nodes,
    run,
    catalog,
    ...known,
    parentOf: (node) => parents.get(node),
    tableOf: ({ relation }) => (relation === undefined ? undefined : catalog.tables.get(relation)),
    conjunctsOf: (node, ...labels) =>
      node.conditions
        .filter(({ label }) => labels.includes(label))
        .flatMap(({ text }) => conditions.get(text) ?? []),
  };
}
