import type { Relation } from '../operations/model-facts.ts';
import type { Arguments } from '../operations/operation.ts';
import { each, isObject, MARK, type Marks } from './marks.ts';

const COMBINATIONS = ['AND', 'OR', 'NOT'] as const;

/**
 * A `where` that does not match soft-deleted rows, in the model itself and behind its relations. One that speaks of
 * `deletedAt` itself is taken at its word.
 */
export function living(marks: Marks, model: string, where: unknown): unknown {
  // What is no condition is Prisma's to refuse.
  if (where !== undefined && !isObject(where)) return where;
  const condition = throughRelations(marks, model, where ?? {});
  return marks.on(model) && !speaksOfMark(condition) ? { ...condition, [MARK]: null } : condition;
}

/** Does a condition say itself which deleted rows it means? */
export function speaksOfMark(where: Arguments): boolean {
  if (where[MARK] !== undefined) return true;
  for (const name of COMBINATIONS) {
    const parts: unknown = where[name];
    if (parts === undefined) continue;
    if (
      Array.isArray(parts)
        ? parts.some((part) => isObject(part) && speaksOfMark(part))
        : isObject(parts) && speaksOfMark(parts)
    ) {
      return true;
    }
  }
  return false;
}

/** The same condition, with the filters of relations blind to soft-deleted rows. */
function throughRelations(marks: Marks, model: string, where: Arguments): Arguments {
  const relations = marks.relations(model);
  let result: Record<string, unknown> | undefined;
  for (const name of Object.keys(where)) {
    const relation = relations.get(name);
    if (relation) {
      result ??= { ...where };
      result[name] = relationFilter(marks, relation, where[name]);
    } else if (name === 'AND' || name === 'OR' || name === 'NOT') {
      result ??= { ...where };
      result[name] = each(where[name], (part) => throughRelations(marks, model, part));
    }
  }
  return result ?? where;
}

function relationFilter(marks: Marks, { model, kind }: Relation, filter: unknown): unknown {
  if (!isObject(filter)) return filter;
  // What a row must refer to always resolves, see `selection`.
  const inside = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    return kind === 'required' ? throughRelations(marks, model, value) : living(marks, model, value);
  };
  if (kind !== 'many') {
    if (!('is' in filter) && !('isNot' in filter)) return inside(filter);
    return mapValues(filter, inside);
  }
  return mapValues(filter, (value, quantifier) => {
    if (quantifier !== 'every' || !marks.on(model) || !isObject(value)) return inside(value);
    const rest = throughRelations(marks, model, value);
    return speaksOfMark(rest) ? rest : { OR: [{ [MARK]: { not: null } }, rest] };
  });
}

function mapValues(object: Arguments, map: (value: unknown, name: string) => unknown): Arguments {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, value === undefined ? value : map(value, name)]),
  );
}
