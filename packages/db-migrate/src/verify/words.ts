import type { Difference } from '../catalog/compare-catalogs.ts';

/** A difference in words. */
export interface Drift extends Difference {
  /** `policy tenant_isolation on core.users is missing`. */
  readonly what: string;
  /** What follows from it for whoever uses the database. */
  readonly meaning: string;
}

export function describeDrift(difference: Difference): Drift {
  return { ...difference, what: whatOf(difference), meaning: meaningOf(difference) };
}

const CHANGES = { missing: 'is missing', unexpected: 'is from no migration', changed: 'is changed' };

function whatOf({ kind, name, change, facts }: Difference): string {
  const object = `${kind} ${name}`;
  if (kind === 'column' && change === 'unexpected' && facts.some(({ fact }) => fact === 'ofPartition'))
    return `${object} has another default than that of the whole table`;
  if (change !== 'changed') return `${object} ${CHANGES[change]}`;
  const is = (fact: string, actual: string) =>
    facts.some((found) => found.fact === fact && found.actual === actual);
  if (kind === 'index' && is('valid', 'no')) return `${object} is INVALID`;
  if (is('rowSecurity', 'no')) return `row level security of ${name} is off`;
  if (is('rowSecurityForced', 'no')) return `row level security of ${name} is not forced`;
  if (kind === 'trigger' && is('enabled', 'no')) return `${object} is switched off`;
  return `${object} ${CHANGES.changed}`;
}

function meaningOf(difference: Difference): string {
  const { kind, change } = difference;
  const known = MEANINGS[kind];
  return known?.(difference, new Map(difference.facts.map((fact) => [fact.fact, fact]))) ?? usual(change);
}

function usual(change: Difference['change']): string {
  if (change === 'missing') return 'what uses it fails';
  if (change === 'unexpected') return 'the next deployment to another database will not make it';
  return 'this database behaves otherwise than one that the migrations make';
}

type Facts = ReadonlyMap<string, { readonly expected?: string; readonly actual?: string }>;
type Meaning = (difference: Difference, facts: Facts) => string | undefined;

const MEANINGS: Readonly<Record<string, Meaning>> = {
  table: (difference, facts) => {
    if (difference.change === 'unexpected') return 'it is left alone, whatever it holds';
    if (difference.change === 'missing') return undefined;
    if (facts.get('rowSecurity')?.actual === 'no')
      return 'its policies do nothing: rows of every tenant are visible to whoever may read the table';
    if (facts.get('rowSecurityForced')?.actual === 'no')
      return 'its owner passes every policy: what runs as the owner reaches rows of every tenant';
    if (facts.has('owner'))
      return 'the role that migrates may not change it, and the other one passes its rights';
    return undefined;
  },
  column: ({ change }, facts) => {
    if (change === 'missing') return 'programs that read or write it fail';
    if (facts.has('ofPartition')) return 'what a row gets depends on the partition that it falls into';
    if (change === 'unexpected') return 'it is left alone, because it may hold data';
    if (facts.get('notNull')?.expected === 'yes')
      return 'rows without a value get in, and programs do not expect them';
    if (facts.has('default')) return 'new rows get another value, or none';
    return undefined;
  },
  policy: ({ change }, facts) => {
    const restricts = (facts.get('restrictive')?.expected ?? facts.get('restrictive')?.actual) === 'yes';
    const roles = facts.get('roles')?.expected ?? facts.get('roles')?.actual;
    if (change === 'missing')
      return restricts
        ? 'rows that it keeps apart are visible: those of every tenant that another policy lets through'
        : `${roles} no longer see or write the rows that it lets through`;
    if (change === 'unexpected')
      return restricts
        ? `rows are hidden from ${roles} that the migrations let through`
        : `${roles} reach rows that no migration lets through: policies add up`;
    return 'other rows are visible or may be written than the migrations say, perhaps those of another tenant';
  },
  index: ({ change }, facts) => {
    if (facts.get('valid')?.actual === 'no')
      return 'a concurrent build failed: it slows writes down and serves no query';
    if (change === 'missing')
      return facts.has('unique')
        ? 'values that must be unique may repeat'
        : 'queries that rest on it read the whole table';
    return change === 'unexpected' ? 'it slows writes down' : 'queries may be slow, or other values unique';
  },
  constraint: ({ change }, facts) => {
    if (change === 'missing') return 'rows that it forbids get in';
    if (facts.get('validated')?.actual === 'no')
      return 'it holds for new rows; older ones were not looked at';
    return change === 'unexpected' ? 'rows are refused that the migrations allow' : undefined;
  },
  trigger: ({ change }, facts) => {
    if (change === 'missing' || facts.get('enabled')?.actual === 'no')
      return 'what it does no longer happens: an audit has a gap, or a derived value is stale';
    return undefined;
  },
  function: ({ change }, facts) => {
    if (change === 'missing') return 'whatever calls it fails';
    if (facts.has('securityDefiner')) return 'it runs with the rights of another role';
    if (facts.has('owner') && facts.size === 1) return 'it may run with the rights of another role';
    return undefined;
  },
  grant: ({ change, name }, facts) => {
    const role = /^to (\S+)/.exec(name)?.[1];
    if (facts.has('withheld')) return `${role} lacks a right on what it owns`;
    if (change === 'missing') return `${role} is refused`;
    if (change === 'unexpected') return `${role} may do what no migration lets it do`;
    return `${role} may do other things than the migrations say`;
  },
  enum: ({ change }) =>
    change === 'changed' ? 'values are missing or added, or sort in another order' : undefined,
  sequence: ({ change }) =>
    change === 'changed' ? 'numbers come in other steps, or end elsewhere' : undefined,
  partitions: () => 'at least one of them is not protected or owned as the others are',
  comment: () => 'nothing but what people read',
};
