/**
 * Rewrites a query's arguments: values of encrypted fields to ciphertext, equality to a condition on the blind index.
 *
 * Arguments are walked at once, in the caller's tick; what has to wait for a key is put off as a task that fills its
 * place in the copy. A query that touches no encrypted field has no task and waits for nothing.
 */
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Relation } from '../../operations/model-facts.ts';
import type { Arguments } from '../../operations/operation.ts';
import type { FieldCipher } from '../field-cipher.ts';
import { type FieldPlan, type ModelPlan, refused } from './plan.ts';

type Copy = Record<string, unknown>;
export type Task = (cipher: FieldCipher) => Promise<void>;

const COMBINATIONS: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT']);
const EQUALITY: ReadonlySet<string> = new Set(['equals', 'not', 'in', 'notIn']);
/** Arguments that sort, compare or sum up the stored values. */
const COMPARING = ['orderBy', 'distinct', 'by', 'having', 'cursor', '_min', '_max', '_sum', '_avg'] as const;

/** Parts of a query that may name a field or a relation. */
const PARTS = ['where', 'data', 'create', 'update', 'select', 'include'] as const;

/** Does a query name an encrypted field, or a relation that leads to one? Most do not, and are let through at once. */
export function mentions(plans: ReadonlyMap<string, ModelPlan>, model: string, args: Arguments): boolean {
  const plan = plans.get(model);
  if (!plan) return false;
  return plan.fields.size > 0 || PARTS.some((part) => args[part] !== undefined && names(plan, args[part]));
}

function names(plan: ModelPlan, part: unknown): boolean {
  if (Array.isArray(part)) return part.some((one) => names(plan, one));
  if (!isObject(part)) return false;
  return Object.keys(part).some(
    (name) =>
      plan.relations.has(name) || (COMBINATIONS.has(name) && names(plan, part[name])) || name === '_count',
  );
}

export class Rewriter {
  readonly tasks: Task[] = [];
  readonly #plans: ReadonlyMap<string, ModelPlan>;

  constructor(plans: ReadonlyMap<string, ModelPlan>) {
    this.#plans = plans;
  }

  /** Arguments of a query, or of a relation within one. */
  args(model: string, args: Arguments): Arguments {
    const plan = this.#plan(model);
    const copy: Copy = { ...args };
    for (const name of COMPARING) if (args[name] !== undefined) refuseComparison(plan, args[name]);
    if (args.where !== undefined) copy.where = this.#where(plan, args.where);
    for (const name of ['data', 'create', 'update'] as const) {
      if (args[name] !== undefined) copy[name] = this.#data(plan, args[name]);
    }
    for (const name of ['select', 'include'] as const) {
      if (isObject(args[name])) copy[name] = this.#chosen(plan, args[name]);
    }
    return copy;
  }

  #plan(model: string): ModelPlan {
    return this.#plans.get(model) as ModelPlan;
  }

  #chosen(plan: ModelPlan, chosen: Arguments): Copy {
    const copy: Copy = { ...chosen };
    for (const [name, value] of Object.entries(chosen)) {
      const relation = plan.relations.get(name);
      if (relation && isObject(value)) copy[name] = this.args(relation.model, value);
      else if (name === '_count' && isObject(value) && isObject(value.select)) {
        copy[name] = { ...value, select: this.#chosen(plan, value.select) };
      }
    }
    return copy;
  }

  #where(plan: ModelPlan, where: unknown): unknown {
    return each(where, (part) => {
      const copy: Copy = { ...part };
      for (const [name, value] of Object.entries(part)) {
        const field = plan.fields.get(name);
        const relation = plan.relations.get(name);
        if (field) this.#condition(field, name, value, copy);
        else if (COMBINATIONS.has(name)) copy[name] = this.#where(plan, value);
        else if (relation && isObject(value)) copy[name] = this.#relationFilter(relation, value);
      }
      return copy;
    });
  }

  #relationFilter({ model, kind }: Relation, filter: Arguments): unknown {
    const plan = this.#plan(model);
    if (kind !== 'many' && !('is' in filter) && !('isNot' in filter)) return this.#where(plan, filter);
    return mapValues(filter, (value) => this.#where(plan, value));
  }

  /** Equality becomes equality of the blind index; whether there is a value can be asked of any field. */
  #condition(field: FieldPlan, name: string, value: unknown, copy: Copy): void {
    if (value === undefined || isNull(value)) return;
    const filter = isObject(value) ? value : { equals: value };
    const operators = Object.entries(filter).filter(([, operand]) => operand !== undefined);
    if (operators.every(([operator, operand]) => EQUALITY.has(operator) && isNull(operand))) return;
    const index = field.blindIndex?.field;
    if (index === undefined) throw refused(field.name, 'it has no blind index, so it cannot be searched');
    const other = operators.find(([operator]) => !EQUALITY.has(operator));
    if (other) throw refused(field.name, `it can be searched for equal values only, not by "${other[0]}"`);
    if (copy[index] !== undefined) throw refused(field.name, `a condition cannot name "${index}" as well`);
    delete copy[name];
    const rewritten: Copy = {};
    copy[index] = rewritten;
    for (const [operator, operand] of operators) {
      rewritten[operator] = operand;
      this.tasks.push(async (cipher) => {
        rewritten[operator] = await indexOf(field, operator, operand, cipher);
      });
    }
  }

  /** Rows to write: one, or a list. */
  #data(plan: ModelPlan, data: unknown): unknown {
    return each(data, (row) => {
      const copy: Copy = { ...row };
      for (const [name, value] of Object.entries(row)) {
        const field = plan.fields.get(name);
        const relation = plan.relations.get(name);
        if (field) this.#value(field, name, value, copy);
        else if (plan.indexes.has(name) && value !== undefined) {
          throw refused(`${plan.model}.${name}`, 'a blind index is written by the client itself');
        } else if (relation && isObject(value)) copy[name] = this.#nestedWrite(relation, value);
      }
      return copy;
    });
  }

  #value(field: FieldPlan, name: string, value: unknown, copy: Copy): void {
    const set = field.type === 'String' && isObject(value) && 'set' in value;
    const plain: unknown = set ? value.set : value;
    const index = field.blindIndex?.field;
    if (plain === undefined) return;
    if (plain === null || plain === Prisma.DbNull) {
      if (index) copy[index] = null;
      return;
    }
    // Prisma refuses what is no text, and says so better.
    if (field.type === 'String' && typeof plain !== 'string') return;
    const text =
      field.type === 'String' ? String(plain) : JSON.stringify(plain === Prisma.JsonNull ? null : plain);
    this.tasks.push(async (cipher) => {
      copy[name] = await cipher.seal(text, field.purpose);
      if (index) copy[index] = await cipher.index(text, field.purpose);
    });
  }

  #nestedWrite({ model, kind }: Relation, operations: Arguments): Copy {
    const plan = this.#plan(model);
    const where = (value: unknown) => this.#where(plan, value);
    const data = (value: unknown) => this.#data(plan, value);
    const parts = (part: Arguments) =>
      mapValues(part, (value, name) =>
        name === 'where' ? where(value) : isObject(value) || Array.isArray(value) ? data(value) : value,
      );
    return mapValues(operations, (value, operation) => {
      switch (operation) {
        case 'create':
          return data(value);
        case 'connect':
        case 'disconnect':
        case 'set':
        case 'delete':
        case 'deleteMany':
          return where(value);
        case 'update':
          return kind === 'many' || isExplicit(value) ? each(value, parts) : data(value);
        case 'createMany':
        case 'connectOrCreate':
        case 'upsert':
        case 'updateMany':
          return each(value, parts);
        default:
          return value;
      }
    });
  }
}

async function indexOf(
  field: FieldPlan,
  operator: string,
  operand: unknown,
  cipher: FieldCipher,
): Promise<unknown> {
  if (Array.isArray(operand)) {
    return await Promise.all(operand.map((one: unknown) => indexOf(field, operator, one, cipher)));
  }
  if (isNull(operand)) return null;
  if (typeof operand === 'string') return await cipher.index(operand, field.purpose);
  throw refused(field.name, `"${operator}" takes texts only`);
}

function refuseComparison(plan: ModelPlan, value: unknown): void {
  const names = typeof value === 'string' ? [value] : Array.isArray(value) ? value : undefined;
  if (names) {
    for (const name of names) {
      if (isObject(name)) refuseComparison(plan, name);
      else if (plan.fields.has(String(name)))
        throw refused(`${plan.model}.${name}`, 'its order means nothing');
    }
  } else if (isObject(value))
    refuseComparison(
      plan,
      Object.keys(value).filter((name) => value[name] !== undefined),
    );
}

/** `update` of one row takes the data alone, or `{ where, data }`. */
function isExplicit(value: unknown): boolean {
  return (
    isObject(value) &&
    isObject(value.data) &&
    Object.keys(value).every((name) => name === 'data' || name === 'where')
  );
}

function isNull(value: unknown): boolean {
  return value === null || value === Prisma.DbNull;
}

function isObject(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function each(value: unknown, rewrite: (part: Arguments) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => (isObject(part) ? rewrite(part) : part));
  return isObject(value) ? rewrite(value) : value;
}

function mapValues(object: Arguments, map: (value: unknown, name: string) => unknown): Copy {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, value === undefined ? value : map(value, name)]),
  );
}
