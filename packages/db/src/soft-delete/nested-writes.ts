import type { Relation } from '../operations/model-facts.ts';
import type { Arguments } from '../operations/operation.ts';
import { living } from './conditions.ts';
import { each, isObject, MARK, type Marks } from './marks.ts';

/** How conditions of nested writes are written, and whether a delete marks or removes. */
export interface WriteMode {
  readonly withDeleted: boolean;
  readonly purge: boolean;
}

/**
 * The data of a write, in which nested writes leave soft-deleted rows alone and `delete` marks rows. `data` may be a
 * list.
 */
export function writes(marks: Marks, model: string, data: unknown, mode: WriteMode): unknown {
  const relations = marks.relations(model);
  if (relations.size === 0) return data;
  return each(data, (row) => {
    let result: Record<string, unknown> | undefined;
    for (const [name, value] of Object.entries(row)) {
      const relation = relations.get(name);
      if (!relation || !isObject(value)) continue;
      result ??= { ...row };
      result[name] = new NestedWrite(marks, relation, mode).rewrite(value);
    }
    return result ?? row;
  });
}

class NestedWrite {
  readonly #marks: Marks;
  readonly #model: string;
  readonly #many: boolean;
  readonly #mode: WriteMode;
  readonly #marked: boolean;

  constructor(marks: Marks, { model, kind }: Relation, mode: WriteMode) {
    this.#marks = marks;
    this.#model = model;
    this.#many = kind === 'many';
    this.#mode = mode;
    this.#marked = marks.on(model);
  }

  rewrite(operations: Arguments): Arguments {
    const result: Record<string, unknown> = { ...operations };
    const rewriters: Record<string, (part: Arguments) => unknown> = {
      create: (part) => this.#data(part),
      connect: (part) => this.#where(part),
      set: (part) => this.#where(part),
      disconnect: (part) => this.#where(part),
      connectOrCreate: (part) => ({
        ...part,
        where: this.#where(part.where),
        create: this.#data(part.create),
      }),
      upsert: (part) => ({
        ...part,
        ...this.#condition(part),
        create: this.#data(part.create),
        update: this.#data(part.update),
      }),
      update: (part) => this.#update(part),
      updateMany: (part) => ({ ...part, where: this.#where(part.where), data: this.#data(part.data) }),
    };
    for (const [name, value] of Object.entries(operations)) {
      const rewriter = rewriters[name];
      if (rewriter) result[name] = each(value, rewriter);
    }
    if (this.#marked && !this.#mode.purge) this.#markInstead(result);
    return result;
  }

  #where(where: unknown): unknown {
    return this.#mode.withDeleted ? where : living(this.#marks, this.#model, where);
  }

  #data(data: unknown): unknown {
    return writes(this.#marks, this.#model, data, this.#mode);
  }

  /** A condition on a reference may be absent. */
  #condition(part: Arguments): Arguments {
    if (this.#many) return { where: this.#where(part.where) };
    return this.#marked || part.where !== undefined ? { where: this.#where(part.where ?? {}) } : {};
  }

  #update(part: Arguments): unknown {
    if (this.#many) return { where: this.#where(part.where), data: this.#data(part.data) };
    // Of one row, Prisma takes the data alone as well.
    const explicit =
      isObject(part.data) && Object.keys(part).every((name) => name === 'data' || name === 'where');
    const data = this.#data(explicit ? part.data : part);
    return { ...this.#condition(explicit ? part : {}), data };
  }

  #markInstead(operations: Record<string, unknown>): void {
    const data = { [MARK]: new Date() };
    const { delete: one, deleteMany: many } = operations;
    delete operations.delete;
    delete operations.deleteMany;
    if (one !== undefined && one !== false) {
      const updates = list(one).map((where) => ({ where: this.#where(where === true ? {} : where), data }));
      operations.update = this.#many ? [...list(operations.update), ...updates] : updates[0];
    }
    if (many !== undefined) {
      const updates = list(many).map((where) => ({ where: this.#where(where), data }));
      operations.updateMany = [...list(operations.updateMany), ...updates];
    }
  }
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
