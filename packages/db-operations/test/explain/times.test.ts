import { expect, test } from 'vitest';
import { jitDominates, planningDominates } from '../../src/explain/findings/rules/whole-query.ts';
import { allNodes } from '../../src/explain/plan/plan-node.ts';
import { readPlan } from '../../src/explain/plan/read-plan.ts';
import { subjectOf } from '../../src/explain/subject.ts';

/** A node as EXPLAIN's JSON has it: the time is the average of a loop. */
const node = (type: string, time: number, loops: number, more: object = {}) => ({
  'Node Type': type,
  'Plan Rows': 10,
  'Total Cost': 10,
  'Actual Total Time': time,
  'Actual Rows': 10,
  'Actual Loops': loops,
  ...more,
});

const read = (Plan: object, more: object = {}) =>
  readPlan({ Plan, 'Planning Time': 1, 'Execution Time': 100, ...more });
const times = (plan: ReturnType<typeof read>) =>
  allNodes(plan.root).map(({ type, actual }) => [type, actual?.totalMs, actual?.selfMs]);

test('what runs side by side counts by the clock, and its rows together', () => {
  const scan = node('Seq Scan', 60, 3, {
    'Parallel Aware': true,
    'Relation Name': 't',
    Schema: 's',
    Alias: 't',
  });
  const plan = read(
    node('Gather', 100, 1, { 'Workers Launched': 2, Plans: [node('Sort', 90, 3, { Plans: [scan] })] }),
  );
  expect(times(plan)).toEqual([
    ['Gather', 100, 10],
    ['Sort', 90, 30],
    ['Parallel Seq Scan', 60, 60],
  ]);
  expect(allNodes(plan.root)[2]?.actual?.rows).toBe(30);
  expect(allNodes(plan.root)[2]).toMatchObject({ relation: 's.t', actual: { share: 0.6 } });
});

test('loops add up, and the rows of a WITH query belong to who reads them', () => {
  const cte = node('Seq Scan', 40, 1, { 'Parent Relationship': 'InitPlan', 'Subplan Name': 'CTE made' });
  const reader = node('CTE Scan', 50, 1, { 'CTE Name': 'made', 'Parent Relationship': 'Outer' });
  const inner = node('Index Scan', 0.5, 80, { 'Parent Relationship': 'Inner' });
  expect(times(read(node('Nested Loop', 100, 1, { Plans: [cte, reader, inner] })))).toEqual([
    ['Nested Loop', 100, 10],
    ['Seq Scan', 40, 40],
    ['CTE Scan', 50, 10],
    ['Index Scan', 40, 40],
  ]);
});

test.each([
  [
    'compiling',
    jitDominates,
    { JIT: { Functions: 9, Timing: { Total: 60 } } },
    { JIT: { Timing: { Total: 40 } } },
  ],
  ['planning', planningDominates, { 'Planning Time': 101 }, { 'Planning Time': 99 }],
])('%s is told when it takes most of the time', (_what, rule, told, silent) => {
  const look = (more: object) => {
    const catalog = { tables: new Map(), operators: [], functions: [] };
    const known = { analyzed: true, generic: false, offset: undefined };
    return rule(subjectOf(read(node('Result', 1, 1), more), new Map(), catalog, known));
  };
  expect(look(told)).toMatchObject([{ rule: expect.stringContaining('dominates'), nodes: [] }]);
  expect(look(silent)).toEqual([]);
});
