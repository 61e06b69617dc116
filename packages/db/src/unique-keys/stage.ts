/**
 * Unique look-ups without the tenant: `findUnique({ where: { id } })`, `connect: { id }`, `cursor: { id }`.
 *
 * Every key of the schema begins with the tenant, and a client belongs to one. So it is filled in here, before Prisma
 * checks the arguments and merges the look-ups of a tick. It is a convenience: what a client may see is the database's
 * to decide.
 */
import type { Models, Relation } from '../operations/model-facts.ts';
import type { Arguments, Operation, Stage } from '../operations/operation.ts';
import { each, isObject } from '../soft-delete/marks.ts';
import { complete } from './complete.ts';
import type { UniqueKeys } from './unique-keys.ts';

type Keys = Readonly<Record<string, UniqueKeys>>;

const BY_KEY: ReadonlySet<string> = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'update',
  'delete',
  'upsert',
]);

/** Makes the stage; all models have it. */
export function tenantInKeys(models: Models, keys: Keys): Stage {
  return () => ({
    before(operation, scope) {
      const args = new KeyWriter(models, keys, scope.context?.tenantId).rewrite(operation);
      return args === operation.args ? operation : { ...operation, args };
    },
  });
}

class KeyWriter {
  readonly #models: Models;
  readonly #keys: Keys;
  readonly #tenantId: string | undefined;

  constructor(models: Models, keys: Keys, tenantId: string | undefined) {
    this.#models = models;
    this.#keys = keys;
    this.#tenantId = tenantId;
  }

  rewrite({ model, action, args }: Operation): Arguments {
    const result = this.#parts(model, this.#read(model, args));
    return BY_KEY.has(action) ? put(result, 'where', this.#key(model, args.where)) : result;
  }

  #key(model: string, where: unknown): unknown {
    const keys = this.#keys[model];
    return keys && isObject(where) ? complete(keys, where, this.#tenantId) : where;
  }

  /** Cursors, those of lists inside the selection included. */
  #read(model: string, args: Arguments): Arguments {
    let result = args;
    if (args.cursor !== undefined) result = put(result, 'cursor', this.#key(model, args.cursor));
    for (const name of ['select', 'include'] as const) {
      const chosen = args[name];
      if (isObject(chosen)) result = put(result, name, this.#chosen(model, chosen));
    }
    return result;
  }

  #chosen(model: string, chosen: Arguments): Arguments {
    let result = chosen;
    for (const [name, value] of Object.entries(chosen)) {
      const relation = isObject(value) ? this.#relation(model, name) : undefined;
      if (relation) result = put(result, name, this.#read(relation.model, value as Arguments));
    }
    return result;
  }

  #data(model: string, data: unknown): unknown {
    return each(data, (row) => {
      let result = row;
      for (const [name, value] of Object.entries(row)) {
        const relation = isObject(value) ? this.#relation(model, name) : undefined;
        if (relation) result = put(result, name, this.#nested(relation, value as Arguments));
      }
      return result;
    });
  }

  #nested({ model, kind }: Relation, operations: Arguments): Arguments {
    const key = (part: Arguments) => this.#key(model, part);
    const found = (part: Arguments) => this.#parts(model, put(part, 'where', this.#key(model, part.where)));
    const rewriters: Readonly<Record<string, (part: Arguments) => unknown>> = {
      connect: key,
      create: (part) => this.#data(model, part),
      connectOrCreate: found,
      // Where there is one row at most, these take a filter or nothing.
      ...(kind === 'many'
        ? { set: key, disconnect: key, delete: key, update: found, upsert: found }
        : {
            update: (part) => (isExplicit(part) ? this.#parts(model, part) : this.#data(model, part)),
            upsert: (part) => this.#parts(model, part),
          }),
    };
    let result = operations;
    for (const [name, value] of Object.entries(operations)) {
      const rewriter = rewriters[name];
      if (rewriter) result = put(result, name, each(value, rewriter));
    }
    return result;
  }

  /** The rows that a nested write makes or changes. */
  #parts(model: string, part: Arguments): Arguments {
    let result = part;
    for (const name of ['data', 'create', 'update'] as const) {
      if (part[name] !== undefined) result = put(result, name, this.#data(model, part[name]));
    }
    return result;
  }

  #relation(model: string, name: string): Relation | undefined {
    return this.#models[model]?.relations[name];
  }
}

/** Of one row, Prisma takes the data alone as well. */
function isExplicit(part: Arguments): boolean {
  return isObject(part.data) && Object.keys(part).every((name) => name === 'data' || name === 'where');
}

/** The same object when nothing changes: most queries have nothing to fill in. */
function put(object: Arguments, name: string, value: unknown): Arguments {
  return object[name] === value ? object : { ...object, [name]: value };
}
