import type { Explained } from '../explained.ts';
import type { Finding } from '../findings/finding.ts';
import { bufferLine } from './details.ts';
import { duration, share } from './figures.ts';
import { treeText } from './tree.ts';

/** The plan as a tree, then the findings, for people. */
export function explainText(explained: Explained): string {
  const { findings, notes } = explained;
  return [
    treeText(explained),
    '',
    ...summary(explained),
    ...notes.map((note) => `Note: ${note}`),
    ...findings.flatMap((finding, index) => ['', ...describe(finding, index + 1, explained)]),
    '',
    findings.length === 0
      ? 'Nothing found that speaks against this plan.'
      : `${findings.length} finding${findings.length === 1 ? '' : 's'}, the most expensive first.`,
  ].join('\n');
}

function summary({ run, role, server, plan }: Explained): string[] {
  const { planningMs, executionMs, jitMs, triggers, settings } = run;
  const times = [
    ...(executionMs === undefined
      ? [`cost ${plan.cost.toFixed(0)}`]
      : [`execution ${duration(executionMs)}`]),
    ...(planningMs === undefined ? [] : [`planning ${duration(planningMs)}`]),
    ...(jitMs === undefined ? [] : [`compiling (JIT) ${duration(jitMs)}`]),
    ...(plan.buffers === undefined ? [] : bufferLine(plan.buffers)),
    ...triggers.map(({ name, ms, calls }) => `trigger ${name} ${duration(ms)} (${calls} calls)`),
  ];
  const set = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return [
    `${times.join(', ')}; as ${role} on PostgreSQL ${server}`,
    ...(set.length > 0 ? [`Settings that differ: ${set.join(', ')}`] : []),
  ];
}

function describe(
  { rule, nodes, what, why, advice, sql }: Finding,
  number: number,
  explained: Explained,
): string[] {
  const where =
    nodes.length === 0 ? '' : `  at ${nodes.map((id) => `#${id}`).join(' ')}${timeOf(nodes, explained)}`;
  return [
    `${number}. ${what}`,
    `   ${rule}${where}`,
    `   Why: ${why}`,
    `   Do:  ${advice}`,
    ...(sql === undefined ? [] : [`        ${sql};`]),
  ];
}

function timeOf(ids: readonly number[], { plan }: Explained): string {
  let ms = 0;
  let part = 0;
  const visit = (node: Explained['plan']): void => {
    if (ids.includes(node.id) && node.actual !== undefined) {
      ms += node.actual.selfMs;
      part += node.actual.share;
    }
    for (const child of node.children) visit(child);
  };
  visit(plan);
  return ms === 0 ? '' : `, ${duration(ms)} (${share(part)})`;
}
