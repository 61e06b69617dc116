import type { Model } from '../check/model/model.ts';

/** Something that a recipe has to be told. */
export interface RecipeParameter {
  readonly name: string;
  readonly meaning: string;
  readonly required: boolean;
}

/** One of the migrations that a recipe consists of: deployed one after the other, some in later releases. */
export interface RecipeStep {
  /** Added to the given name; empty when there is only one. */
  readonly suffix: string;
  readonly migration: string;
  readonly rollback: string;
}

/** What a recipe is written from. */
export interface RecipeInput {
  /** The values of its parameters; those that are required are there. */
  readonly values: Readonly<Record<string, string>>;
  /** The schema after the migrations so far. */
  readonly model: Model;
}

/** A change that takes several migrations to make without harm. */
export interface Recipe {
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly RecipeParameter[];
  /** What is left to the reader: schema files, releases in between. */
  readonly next: string;
  /** @throws MigrateError RECIPE_INVALID when the values do not fit the schema */
  write(input: RecipeInput): RecipeStep[];
}

export const TABLE: RecipeParameter = { name: 'table', meaning: 'the table, as schema.name', required: true };
export const COLUMN: RecipeParameter = { name: 'column', meaning: 'the column', required: true };
