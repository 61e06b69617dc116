import type { Rule } from '../finding.ts';
import { count } from '../rows.ts';
import { NOTICEABLE_MS } from '../thresholds.ts';

/** Compiling takes longer than it saves. */
export const jitDominates: Rule = ({ run }) => {
  const { jitMs = 0, executionMs = 0 } = run;
  if (jitMs < NOTICEABLE_MS || jitMs * 2 < executionMs) return [];
  return [
    {
      rule: 'jit-dominates',
      nodes: [],
      what: `Compiling (JIT) took ${count(jitMs)} ms of ${count(executionMs)} ms.`,
      why: 'PostgreSQL compiles expressions when a plan seems expensive, and this one ended before that paid.',
      advice: 'Switch it off for the role that asks such queries, or raise jit_above_cost.',
      sql: 'SET LOCAL jit = off',
    },
  ];
};

/** The plan takes longer than the query. */
export const planningDominates: Rule = ({ run }) => {
  const { planningMs = 0, executionMs } = run;
  if (executionMs === undefined || planningMs < NOTICEABLE_MS || planningMs <= executionMs) return [];
  return [
    {
      rule: 'planning-dominates',
      nodes: [],
      what: `Planning took ${count(planningMs)} ms, running ${count(executionMs)} ms.`,
      why: 'Many tables, partitions or indexes make many plans to choose from.',
      advice:
        'Send it as a prepared statement, whose plan is kept; name fewer tables, and the key of partitioned ones.',
    },
  ];
};

/** Triggers take more time than the statement that fires them. */
export const triggerDominates: Rule = ({ run }) => {
  const { executionMs = 0 } = run;
  return run.triggers
    .filter(({ ms }) => ms >= NOTICEABLE_MS && ms * 3 >= executionMs)
    .map(({ name, table, ms, calls }) => ({
      rule: 'trigger-dominates',
      nodes: [],
      what: `The trigger ${name}${table === '' ? '' : ` of ${table}`} took ${count(ms)} ms of ${count(executionMs)} ms, in ${count(calls)} calls.`,
      why: 'It runs for each row. That of a foreign key looks for rows that refer to this one.',
      advice:
        'For a foreign key: an index on the columns that refer. For one of your own: explain the statements in its function.',
    }));
};
