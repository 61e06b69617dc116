import { count } from '../findings/rows.ts';
import { countOf, numberOf, type PlanNode } from '../plan/plan-node.ts';
import { blocks } from './figures.ts';

/** Conditions, order, and what was dropped, spilled or read. */
export function details(node: PlanNode): string[] {
  const { raw, buffers } = node;
  const list = (name: string) => (Array.isArray(raw[name]) ? (raw[name] as string[]).join(', ') : undefined);
  const line = (label: string, value: string | undefined) =>
    value === undefined ? [] : [`${label}: ${value}`];
  const dropped = (label: string, name: string) => {
    const rows = countOf(node, name);
    return rows === 0 ? [] : [`${label}: ${count(rows)}`];
  };
  return [
    ...node.conditions.map(({ label, text }) => `${label}: ${shorten(text)}`),
    ...dropped('rows dropped by the filter', 'Rows Removed by Filter'),
    ...dropped('pairs dropped by the filter', 'Rows Removed by Join Filter'),
    ...dropped('rows dropped by the recheck', 'Rows Removed by Index Recheck'),
    ...line('sorted by', list('Sort Key')),
    ...line('grouped by', list('Group Key')),
    ...line('method', sortMethod(node)),
    ...line('hash', hashParts(node)),
    ...line('heap fetches', positive(node, 'Heap Fetches')),
    ...line('lossy pages', positive(node, 'Lossy Heap Blocks')),
    ...line('partitions left out', positive(node, 'Subplans Removed')),
    ...line('workers', workers(node)),
    ...(buffers === undefined || !tellsBuffers(node) ? [] : bufferLine(buffers)),
  ];
}

/** Policies ask the session's settings in many words: only the setting's name is of interest. */
export function shorten(condition: string): string {
  return condition.replaceAll(SETTING, '$1$2');
}

const ASKED = String.raw`NULLIF\(current_setting\('([\w.]+)'::text, true\), ''::text\)`;
const SETTING = new RegExp(`\\(${ASKED}\\)::uuid|${ASKED}`, 'g');

function sortMethod({ raw }: PlanNode): string | undefined {
  if (typeof raw['Sort Method'] !== 'string') return undefined;
  return `${raw['Sort Method']}, ${raw['Sort Space Used']} KB ${raw['Sort Space Type'] === 'Disk' ? 'on DISK' : 'in memory'}`;
}

function hashParts(node: PlanNode): string | undefined {
  const parts = numberOf(node, 'Hash Batches') ?? numberOf(node, 'HashAgg Batches') ?? 0;
  return parts > 1
    ? `${parts} parts, ${numberOf(node, 'Peak Memory Usage') ?? 0} KB in memory, the others on DISK`
    : undefined;
}

function workers(node: PlanNode): string | undefined {
  const planned = numberOf(node, 'Workers Planned');
  if (planned === undefined) return undefined;
  const launched = numberOf(node, 'Workers Launched');
  return launched === undefined ? `${planned}` : `${launched} of ${planned}`;
}

function positive(node: PlanNode, name: string): string | undefined {
  const value = numberOf(node, name) ?? 0;
  return value > 0 ? count(value) : undefined;
}

/** What the nodes below have read is told there. */
function tellsBuffers({ children, buffers }: PlanNode): boolean {
  return children.length === 0 || (buffers?.tempWritten ?? 0) > 0;
}

export function bufferLine({ hit, read, tempRead, tempWritten }: NonNullable<PlanNode['buffers']>): string[] {
  const parts = [
    ...(hit > 0 ? [`${blocks(hit)} from memory`] : []),
    ...(read > 0 ? [`${blocks(read)} from disk`] : []),
    ...(tempRead + tempWritten > 0
      ? [`temporary files ${blocks(tempWritten)} written, ${blocks(tempRead)} read`]
      : []),
  ];
  return parts.length === 0 ? [] : [`read: ${parts.join(', ')}`];
}
