import type { Catalog } from '../catalog/catalog.ts';
import type { Difference } from '../catalog/compare-catalogs.ts';

/**
 * Without what is in schemas that the migrations let another role build in, as the worker's job queue is: its contents are
 * that role's business.
 */
export function withoutGivenAway(expected: Catalog, differences: readonly Difference[]): Difference[] {
  const schemas = expected.objects.flatMap(({ kind, name, facts }) => {
    const [, schema] = /^to \S+ on schema (.+)$/s.exec(name) ?? [];
    return kind === 'grant' && schema && facts.privileges?.includes('CREATE') ? [schema] : [];
  });
  const isIn = (text: string | undefined, schema: string) =>
    text === schema || (text?.startsWith(`${schema}.`) ?? false);
  return differences.filter(({ change, kind, name, of }) => {
    if (change !== 'unexpected' || kind === 'schema') return true;
    return !schemas.some(
      (schema) =>
        isIn(of, schema) || isIn(name, schema) || (kind === 'comment' && name.includes(` ${schema}.`)),
    );
  });
}

/** As if the given role had migrated: a catalog may have been made elsewhere, by a role of another name. */
export function ownedBy(catalog: Catalog, role: string | undefined): Catalog {
  const { migratedBy } = catalog;
  if (role === undefined || migratedBy === undefined || role === migratedBy) return catalog;
  const objects = catalog.objects.map((object) =>
    object.facts.owner === migratedBy ? { ...object, facts: { ...object.facts, owner: role } } : object,
  );
  return { ...catalog, migratedBy: role, objects };
}
