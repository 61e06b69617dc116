import type { QueryPlan } from '@org/db';
import { columns } from '../output/columns.ts';
import type { ConnectionsMeasured } from './connections.ts';
import type { Measured } from './measure.ts';

/** What was measured as a table, and below it the plans of what is not kept. */
export function describeMeasured(measured: readonly Measured[], connections: ConnectionsMeasured): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const table = columns([
    ['promise', 'at most', 'p50', 'p95', 'max', 'margin', ''],
    ...measured.map(({ name, promisedMs, p50Ms, p95Ms, maxMs, margin, kept }) => [
      name,
      `${promisedMs} ms`,
      ms(p50Ms),
      ms(p95Ms),
      ms(maxMs),
      `${margin} ×`,
      kept ? 'kept' : 'MISSED',
    ]),
    [
      'connections at once',
      `${connections.promised} or more`,
      ms(connections.p50Ms),
      ms(connections.p95Ms),
      '',
      `${connections.open} open`,
      connections.kept ? 'kept' : 'MISSED',
    ],
  ]);
  const missed = measured.filter(({ kept }) => !kept).flatMap(describeMissed);
  return [table, ...missed].join('\n');
}

function describeMissed({ name, plans }: Measured): string[] {
  return [
    `\n${name}`,
    ...plans.flatMap(({ sql, problems, plan }) => [
      ...problems.map((problem) => `  it ${problem}`),
      `  ${sql}`,
      ...describePlan(plan, '    '),
    ]),
  ];
}

function describePlan(plan: QueryPlan, indent: string): string[] {
  const part = (name: string, label: string) =>
    plan[name] === undefined ? [] : [`${label} ${String(plan[name])}`];
  const line = [
    plan['Node Type'],
    ...part('Index Name', 'using'),
    ...part('Relation Name', 'on'),
    ...part('Actual Rows', 'rows'),
    ...part('Rows Removed by Filter', 'dropped'),
    ...part('Index Cond', 'by'),
    ...part('Filter', 'filter'),
  ].join(' ');
  return [indent + line, ...(plan.Plans ?? []).flatMap((child) => describePlan(child, `${indent}  `))];
}
