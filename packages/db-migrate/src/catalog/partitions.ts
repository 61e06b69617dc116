import type { CatalogObject, CatalogRow } from './catalog.ts';

/** What every partition of a table has of its own. Indexes, keys and triggers it has from the table. */
const FOLDED = new Set(['policy', 'grant']);
/** Differ from partition to partition, or say nothing of it. */
const OWN = new Set(['bounds', 'type']);

/**
 * One object for the partitions of each table, in the place of theirs: `partitions of core.audit_logs`. A fact is what most of
 * them have in common, followed by those that deviate: `org_owner; core.audit_logs_2026_11: postgres`. How many there are is
 * no fact.
 */
export function groupPartitions(rows: readonly CatalogRow[]): CatalogRow[] {
  const groupOf = new Map(rows.flatMap((row) => (row.group ? [[row.name, row.group] as const] : [])));
  const isFolded = (row: CatalogRow) =>
    groupOf.has(row.kind === 'table' ? row.name : FOLDED.has(row.kind) ? (row.of ?? '') : '');
  const groups = [...new Set(groupOf.values())].map((group) => {
    const members = [...groupOf].filter(([, of]) => of === group).map(([name]) => name);
    return describeGroup(group, factsOfMembers(rows.filter(isFolded), members));
  });
  return [...rows.filter((row) => !isFolded(row)), ...groups];
}

function factsOfMembers(rows: readonly CatalogRow[], members: readonly string[]): Map<string, Facts> {
  const facts = new Map<string, Facts>(members.map((name) => [name, {}]));
  for (const row of rows) {
    const member = row.kind === 'table' ? row.name : (row.of ?? '');
    const found = facts.get(member);
    if (found === undefined) continue;
    if (row.kind === 'table') {
      for (const [fact, value] of Object.entries(row.facts)) if (!OWN.has(fact)) found[fact] = value;
    } else {
      found[`${row.kind} ${row.name.replace(/ on .*/s, '')}`] = inWords(row);
    }
  }
  return facts;
}

type Facts = Record<string, string>;

function inWords({ facts }: CatalogObject): string {
  return JSON.stringify(Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function describeGroup(group: string, members: ReadonlyMap<string, Facts>): CatalogRow {
  const names = new Set([...members.values()].flatMap((facts) => Object.keys(facts)));
  const facts = [...names]
    .sort()
    .map((fact) => [
      fact,
      inCommon([...members].map(([name, { [fact]: value = 'none' }]) => [name, value] as const)),
    ]);
  return { kind: 'partitions', name: `of ${group}`, of: group, facts: Object.fromEntries(facts) };
}

function inCommon(values: readonly (readonly [name: string, value: string])[]): string {
  const ordered = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  const counts = new Map<string, number>();
  for (const [, value] of ordered) counts.set(value, (counts.get(value) ?? 0) + 1);
  // Of two that are as frequent, that of the first name: the sort keeps their order.
  const [[usual] = ['']] = [...counts].sort(([, m], [, n]) => n - m);
  const deviating = ordered.filter(([, value]) => value !== usual);
  return [usual, ...deviating.map(([name, value]) => `${name}: ${value}`)].join('; ');
}
