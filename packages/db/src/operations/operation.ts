import type { Scope } from '../tenant/scope.ts';

/** Arguments of one of Prisma's model methods, or a part of them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What a query asks for beyond Prisma's own arguments. */
export interface QueryOptions {
  /** Soft-deleted rows are rows like others. */
  readonly withDeleted?: true;
  /** `delete` and `deleteMany` remove rows for good. */
  readonly purge?: true;
}

/** A query on its way to Prisma. */
export interface Operation {
  readonly model: string;
  /** Prisma's name: `findMany`, `update` … */
  readonly action: string;
  readonly args: Arguments;
  readonly options: QueryOptions;
  /** Where the result is taken from when a relation is followed (`user.findUnique(…).roles()`): `['select', 'roles']`. */
  readonly dataPath: readonly string[];
  /** Set when the row is held against soft delete afterwards: the mark is part of what the caller asked for, or not. */
  readonly mark?: 'shown' | 'hidden';
}

/** What one stage does with the queries of one model. Arguments belong to the caller: they are copied, never changed. */
export interface ModelStage {
  /** Rewrites a query before it goes to Prisma. */
  before?(operation: Operation, scope: Scope): Operation | Promise<Operation>;
  /** Rewrites what came back, which belongs to nobody else; undefined leaves it as it is. */
  after?(result: unknown, operation: Operation, scope: Scope): unknown;
}

/** A reason to rewrite queries. Called once a model; undefined where the model needs nothing of it. */
export type Stage = (model: string) => ModelStage | undefined;

const OPTIONS = Symbol('@org/db query options');

/** The options that a query's arguments carry. */
export function optionsOf(args: unknown): QueryOptions {
  return (args as { [OPTIONS]?: QueryOptions } | undefined)?.[OPTIONS] ?? NO_OPTIONS;
}

/** Arguments with further options. They hang on a symbol: nothing that was parsed from input can hold them. */
export function withOptions(args: unknown, options: QueryOptions): object {
  return { ...(args as object | undefined), [OPTIONS]: { ...optionsOf(args), ...options } };
}

const NO_OPTIONS: QueryOptions = Object.freeze({});
