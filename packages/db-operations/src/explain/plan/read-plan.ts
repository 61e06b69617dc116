import type { Actual, Buffers, Condition, PlanNode, QueryRun } from './plan-node.ts';
import { selfTimes } from './self-times.ts';

type Raw = Readonly<Record<string, unknown>>;

/** What `EXPLAIN (FORMAT JSON)` returned, as a tree with times of its own nodes. */
export interface ReadPlan {
  readonly root: PlanNode;
  readonly run: QueryRun;
}

const CONDITIONS = [
  'Index Cond',
  'Recheck Cond',
  'TID Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'Filter',
  'One-Time Filter',
  'Order By',
];

/** @param explained the one element of EXPLAIN's JSON */
export function readPlan(explained: Raw): ReadPlan {
  let id = 0;
  const top = explained.Plan as Raw;
  const executionMs = milliseconds(explained['Execution Time']);
  const times = selfTimes(top);
  const whole = Math.max(times.get(top)?.totalMs ?? 0, Number.MIN_VALUE);

  const read = (raw: Raw): PlanNode => {
    id += 1;
    const { Plans, ...own } = raw;
    const node = {
      id,
      type: nodeType(raw),
      relationship: text(raw['Parent Relationship']),
      relation: relationOf(raw),
      alias: text(raw.Alias),
      index: text(raw['Index Name']),
      estimatedRows: number(raw['Plan Rows']),
      cost: number(raw['Total Cost']),
      actual: actualOf(raw),
      buffers: buffersOf(raw),
      conditions: conditionsOf(raw),
      raw: own,
    };
    return { ...node, children: ((Plans ?? []) as Raw[]).map(read) };
  };
  const actualOf = (raw: Raw): Actual | undefined => {
    const time = times.get(raw);
    const loops = raw['Actual Loops'];
    if (time === undefined || typeof loops !== 'number') return undefined;
    const rows = Math.round(number(raw['Actual Rows']) * loops);
    return { rows, loops, ...time, share: Math.min(1, time.selfMs / whole) };
  };
  return {
    root: read(top),
    run: {
      planningMs: milliseconds(explained['Planning Time']),
      executionMs,
      jitMs: milliseconds(((explained.JIT as Raw | undefined)?.Timing as Raw | undefined)?.Total),
      triggers: ((explained.Triggers ?? []) as Raw[]).map((trigger) => ({
        name: text(trigger['Constraint Name']) ?? text(trigger['Trigger Name']) ?? '',
        table: text(trigger.Relation) ?? '',
        ms: number(trigger.Time),
        calls: number(trigger.Calls),
      })),
      settings: (explained.Settings ?? {}) as Record<string, string>,
      queryId:
        explained['Query Identifier'] === undefined ? undefined : String(explained['Query Identifier']),
    },
  };
}

/** As EXPLAIN's text has it: `Hash Left Join`, `HashAggregate`, `Parallel Seq Scan`, `Index Scan Backward`. */
function nodeType(raw: Raw): string {
  let type = text(raw['Node Type']) ?? '';
  if (type === 'Aggregate') type = AGGREGATES[text(raw.Strategy) ?? ''] ?? type;
  if (type === 'ModifyTable') type = text(raw.Operation) ?? type;
  const join = text(raw['Join Type']);
  if (join !== undefined && join !== 'Inner')
    type = type.endsWith(' Join') ? type.replace(/ Join$/, ` ${join} Join`) : `${type} ${join} Join`;
  if (raw['Scan Direction'] === 'Backward') type += ' Backward';
  return raw['Parallel Aware'] === true ? `Parallel ${type}` : type;
}

const AGGREGATES: Readonly<Record<string, string>> = {
  Sorted: 'GroupAggregate',
  Hashed: 'HashAggregate',
  Mixed: 'MixedAggregate',
};

function relationOf(raw: Raw): string | undefined {
  const name = text(raw['Relation Name']);
  const schema = text(raw.Schema);
  return name === undefined || schema === undefined ? name : `${schema}.${name}`;
}

function conditionsOf(raw: Raw): Condition[] {
  return CONDITIONS.flatMap((label) => {
    const value = raw[label];
    if (typeof value === 'string') return [{ label, text: value }];
    return Array.isArray(value) ? [{ label, text: value.join(', ') }] : [];
  });
}

function buffersOf(raw: Raw): Buffers | undefined {
  if (raw['Shared Hit Blocks'] === undefined) return undefined;
  return {
    hit: number(raw['Shared Hit Blocks']),
    read: number(raw['Shared Read Blocks']),
    dirtied: number(raw['Shared Dirtied Blocks']),
    written: number(raw['Shared Written Blocks']),
    tempRead: number(raw['Temp Read Blocks']),
    tempWritten: number(raw['Temp Written Blocks']),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function milliseconds(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
