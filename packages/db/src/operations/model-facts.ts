/** A field that is encrypted with the tenant's data key. */
export interface EncryptedField {
  readonly type: 'String' | 'Json';
  readonly column: string;
  /** The field and column that hold the blind index, for equality search. */
  readonly blindIndex?: { readonly field: string; readonly column: string };
}

/** A relation, by whether it holds many rows, one or none, or always one. */
export interface Relation {
  readonly model: string;
  readonly kind: 'many' | 'optional' | 'required';
}

/** What `prisma generate` finds out about a model; see `generator/`. */
export interface ModelFacts {
  readonly schema: string;
  readonly table: string;
  /** It has a nullable field `deletedAt`: rows are marked as deleted, not removed. */
  readonly softDeleted: boolean;
  readonly relations: Readonly<Record<string, Relation>>;
  readonly encrypted: Readonly<Record<string, EncryptedField>>;
  /** Fields that no two rows of a tenant share, the primary key first; without the tenant. */
  readonly keys: readonly (readonly string[])[];
  readonly nullable: readonly string[];
  /** Values of fields of an enum type, in their order. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

export type Models = Readonly<Record<string, ModelFacts>>;

/**
 * For each model the relations that lead, directly or through others, to a model with the property. A walk over a
 * query's arguments follows no other.
 */
export function relationsTo(
  models: Models,
  has: (facts: ModelFacts) => boolean,
): ReadonlyMap<string, ReadonlyMap<string, Relation>> {
  const reached = new Set(Object.keys(models).filter((name) => has(models[name] as ModelFacts)));
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const [name, facts] of Object.entries(models)) {
      if (Object.values(facts.relations).some(({ model }) => reached.has(model))) reached.add(name);
    }
  }
  return new Map(
    Object.entries(models).map(([name, { relations }]) => [
      name,
      new Map(Object.entries(relations).filter(([, { model }]) => reached.has(model))),
    ]),
  );
}
