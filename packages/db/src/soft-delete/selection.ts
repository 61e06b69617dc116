import type { Relation } from '../operations/model-facts.ts';
import type { Arguments } from '../operations/operation.ts';
import { living } from './conditions.ts';
import { isObject, type Marks } from './marks.ts';

/**
 * Arguments whose `select` and `include` leave soft-deleted rows out: of lists, of counts, and of references that may be
 * empty. A reference that cannot be empty always resolves: the row that holds it lives, and has nothing else to show.
 */
export function selection(marks: Marks, model: string, args: Arguments): Arguments {
  let result = args;
  for (const name of ['select', 'include'] as const) {
    const chosen: unknown = args[name];
    if (isObject(chosen)) result = { ...result, [name]: relationsOf(marks, model, chosen) };
  }
  return result;
}

function relationsOf(marks: Marks, model: string, chosen: Arguments): Arguments {
  const result: Record<string, unknown> = { ...chosen };
  for (const [name, value] of Object.entries(chosen)) {
    const relation = marks.relations(model).get(name);
    if (relation && value) result[name] = nested(marks, relation, value);
    else if (name === '_count' && value) result[name] = counts(marks, model, value);
  }
  return result;
}

function nested(marks: Marks, { model, kind }: Relation, value: unknown): unknown {
  const args = selection(marks, model, isObject(value) ? value : {});
  if (kind === 'required') return isObject(value) ? args : value;
  if (!marks.on(model) && !isObject(args.where)) return isObject(value) ? args : value;
  return { ...args, where: living(marks, model, args.where) };
}

/** `_count: true` counts every list; each of them may hold deleted rows. */
function counts(marks: Marks, model: string, value: unknown): unknown {
  const chosen = isObject(value)
    ? value.select
    : Object.fromEntries(marks.lists(model).map((name) => [name, true]));
  if (!isObject(chosen)) return value;
  return { select: relationsOf(marks, model, chosen) };
}
