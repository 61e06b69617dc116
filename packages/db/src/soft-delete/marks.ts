import { type Models, type Relation, relationsTo } from '../operations/model-facts.ts';
import type { Arguments } from '../operations/operation.ts';

/** The field that marks a row as deleted. */
export const MARK = 'deletedAt';

/** Which models have soft-deleted rows, and by which relations they are reached. */
export class Marks {
  readonly #models: Models;
  readonly #relations: ReadonlyMap<string, ReadonlyMap<string, Relation>>;

  constructor(models: Models) {
    this.#models = models;
    this.#relations = relationsTo(models, (facts) => facts.softDeleted);
  }

  on(model: string): boolean {
    return this.#models[model]?.softDeleted ?? false;
  }

  /** The relations of a model behind which soft-deleted rows may be. */
  relations(model: string): ReadonlyMap<string, Relation> {
    return this.#relations.get(model) ?? NONE;
  }

  /** All relations to many rows, whatever they hold. */
  lists(model: string): string[] {
    return Object.entries(this.#models[model]?.relations ?? {})
      .filter(([, { kind }]) => kind === 'many')
      .map(([name]) => name);
  }
}

const NONE: ReadonlyMap<string, Relation> = new Map();

export function isObject(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Applies a function to one object or to each of a list, as Prisma takes both. */
export function each(value: unknown, rewrite: (part: Arguments) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => (isObject(part) ? rewrite(part) : part));
  return isObject(value) ? rewrite(value) : value;
}
