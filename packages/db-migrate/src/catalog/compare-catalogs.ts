import { byName, type Catalog, type CatalogObject } from './catalog.ts';

export interface FactDifference {
  readonly fact: string;
  /** Absent where the fact does not apply. */
  readonly expected?: string;
  readonly actual?: string;
}

/** An object that is not as expected. */
export interface Difference {
  readonly kind: string;
  readonly name: string;
  /** What the object belongs to, see `CatalogObject`. */
  readonly of?: string;
  readonly change: 'missing' | 'unexpected' | 'changed';
  /** What differs; of a missing or unexpected object everything that is known of it. */
  readonly facts: readonly FactDifference[];
}

/** What differs between two catalogs, in order of kind and name; nothing when they are equal. */
export function compareCatalogs(expected: Catalog, actual: Catalog): Difference[] {
  const found = new Map(actual.objects.map((object) => [key(object), object]));
  const wanted = new Set(expected.objects.map(key));
  const differences = expected.objects.flatMap((object) => difference(object, found.get(key(object))));
  const extra = actual.objects.filter((object) => !wanted.has(key(object)));
  return [...differences, ...extra.flatMap((object) => difference(undefined, object))].sort(inOrder);
}

/** Without what follows from another difference: the columns of a table that is missing as a whole. */
export function withoutConsequences(differences: readonly Difference[]): Difference[] {
  const whole = new Set(
    differences.filter(({ change }) => change !== 'changed').map(({ name, change }) => `${change} ${name}`),
  );
  return differences.filter(
    ({ of, change, name }) => of === undefined || of === name || !whole.has(`${change} ${of}`),
  );
}

const key = ({ kind, name }: CatalogObject) => `${kind} ${name}`;

function inOrder(a: Difference, b: Difference): number {
  return byName({ ...a, facts: {} }, { ...b, facts: {} });
}

function difference(
  expected: CatalogObject | undefined,
  actual: CatalogObject | undefined,
): readonly Difference[] {
  const object = expected ?? actual;
  if (object === undefined) return [];
  const names = new Set([...Object.keys(expected?.facts ?? {}), ...Object.keys(actual?.facts ?? {})]);
  const facts = [...names].sort().flatMap((fact): FactDifference[] => {
    const [before, now] = [expected?.facts[fact], actual?.facts[fact]];
    if (before === now) return [];
    return [
      {
        fact,
        ...(before === undefined ? {} : { expected: before }),
        ...(now === undefined ? {} : { actual: now }),
      },
    ];
  });
  const { kind, name, of } = object;
  const change = actual === undefined ? 'missing' : expected === undefined ? 'unexpected' : 'changed';
  if (change === 'changed' && facts.length === 0) return [];
  return [{ kind, name, ...(of === undefined ? {} : { of }), change, facts }];
}
