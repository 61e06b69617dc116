import { DbError } from '../errors/db-error.ts';
import type { ModelFacts } from '../operations/model-facts.ts';
import type { OrderField } from './order.ts';

/** A field of an order, with what is needed to compare its values. */
export interface KeysetField extends OrderField {
  /** Values of an enum, in their order: PostgreSQL compares them, Prisma does not. */
  readonly values?: readonly string[];
}

/**
 * An order in which no two rows share a place: the given one, with the primary key behind it unless a unique key is in it
 * already.
 *
 * @throws DbError QUERY_INVALID for relations, unknown and repeated fields, and nulls where there are none
 */
export function keysetOrder(facts: ModelFacts, model: string, orderBy: readonly object[]): KeysetField[] {
  const order = orderBy.flatMap((part) =>
    Object.entries(part)
      .filter(([, direction]) => direction !== undefined)
      .map(([field, direction]) => toField(facts, model, field, direction)),
  );
  const fields = new Set(order.map(({ field }) => field));
  if (fields.size !== order.length) throw invalid(model, 'names a field twice');
  const isUnique = facts.keys.some((key) =>
    key.every((field) => fields.has(field) && !facts.nullable.includes(field)),
  );
  if (isUnique) return order;
  const key = facts.keys[0];
  if (!key) throw invalid(model, 'cannot be made unique: the model has no key');
  const direction = order.at(-1)?.direction ?? 'asc';
  return [...order, ...key.filter((field) => !fields.has(field)).map((field) => ({ field, direction }))];
}

function toField(facts: ModelFacts, model: string, field: string, given: unknown): KeysetField {
  if (facts.relations[field]) throw invalid(model, `names the relation ${field}`);
  const { sort, nulls } = (typeof given === 'object' ? given : { sort: given }) as {
    sort?: unknown;
    nulls?: unknown;
  };
  if ((sort !== 'asc' && sort !== 'desc') || (nulls !== undefined && nulls !== 'first' && nulls !== 'last')) {
    throw invalid(model, `has no direction for ${field}`);
  }
  const nullable = facts.nullable.includes(field);
  if (nulls && !nullable) throw invalid(model, `says where nulls of ${field} stand, which is never null`);
  const values = facts.enums[field];
  return {
    field,
    direction: sort,
    // As PostgreSQL does it.
    ...(nullable ? { nulls: nulls ?? (sort === 'asc' ? 'last' : 'first') } : {}),
    ...(values ? { values } : {}),
  };
}

function invalid(model: string, problem: string): DbError {
  return new DbError('QUERY_INVALID', `The order of a page of ${model} ${problem}.`);
}
