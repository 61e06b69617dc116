import type { Explained } from '../explained.ts';
import type { Finding } from '../findings/finding.ts';
import { rowsOut } from '../findings/rows.ts';
import { allNodes, type PlanNode } from '../plan/plan-node.ts';

/** What is different in a second plan. Nodes are named by their `id`, each in its own plan. */
export interface PlanComparison {
  readonly nodes: {
    readonly onlyInFirst: readonly number[];
    readonly onlyInSecond: readonly number[];
    /** The same work on the same table, with other conditions or another number of rows. */
    readonly changed: readonly { readonly first: number; readonly second: number }[];
  };
  readonly findings: {
    readonly gone: readonly Finding[];
    readonly came: readonly Finding[];
    /** As the second plan has them. */
    readonly stayed: readonly Finding[];
  };
}

/** Compares two plans: nodes by what they do and on which table, findings by their rule and tables. */
export function comparePlans(first: Explained, second: Explained): PlanComparison {
  const nodes = pair(allNodes(first.plan), allNodes(second.plan), [workOf, exactly]);
  const findings = pair(
    first.findings.map((finding) => ({ finding, plan: first.plan })),
    second.findings.map((finding) => ({ finding, plan: second.plan })),
    [subjectOf],
  );
  return {
    nodes: {
      onlyInFirst: nodes.left.map(({ id }) => id),
      onlyInSecond: nodes.right.map(({ id }) => id),
      changed: nodes.both
        .filter(([one, other]) => exactly(one) !== exactly(other))
        .map(([one, other]) => ({ first: one.id, second: other.id })),
    },
    findings: {
      gone: findings.left.map(({ finding }) => finding),
      came: findings.right.map(({ finding }) => finding),
      stayed: findings.both.map(([, { finding }]) => finding),
    },
  };
}

const workOf = ({ type, relation, alias, index }: PlanNode) =>
  JSON.stringify([type, relation ?? alias, index]);

const exactly = (node: PlanNode) =>
  JSON.stringify([workOf(node), rowsOut(node), node.conditions.map(({ label, text }) => [label, text])]);

function subjectOf({ finding, plan }: { finding: Finding; plan: PlanNode }): string {
  const tables = allNodes(plan)
    .filter(({ id }) => finding.nodes.includes(id))
    .flatMap(({ relation }) => relation ?? []);
  return JSON.stringify([finding.rule, [...new Set(tables)].toSorted()]);
}

interface Paired<T> {
  readonly both: readonly (readonly [T, T])[];
  readonly left: readonly T[];
  readonly right: readonly T[];
}

/** Pairs those that are equal by the last key first, then by the one before. */
function pair<T>(left: readonly T[], right: readonly T[], keys: readonly ((one: T) => string)[]): Paired<T> {
  const both: [T, T][] = [];
  let [restLeft, restRight] = [[...left], [...right]];
  for (const key of keys.toReversed()) {
    const unpaired: T[] = [];
    for (const one of restLeft) {
      const found = restRight.find((other) => key(other) === key(one));
      if (found === undefined) {
        unpaired.push(one);
        continue;
      }
      both.push([one, found]);
      restRight = restRight.filter((other) => other !== found);
    }
    restLeft = unpaired;
  }
  return { both, left: restLeft, right: restRight };
}
