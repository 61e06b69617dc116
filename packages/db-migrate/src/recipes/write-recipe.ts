import path from 'node:path';
import { examine } from '../check/examine.ts';
import { readMigrationFiles } from '../check/files/migration-files.ts';
import { requireMigrationName } from '../write/migration-name.ts';
import { type WrittenSteps, writeSteps } from '../write/write-steps.ts';
import type { Recipe } from './recipe.ts';
import { RECIPES } from './recipes.ts';
import { invalid } from './sql.ts';

export interface RecipeOptions {
  /** Folder with prisma/migrations. */
  project: string;
  /** Name of the migrations; each step adds its own word. */
  name: string;
  /** One of `RECIPES`. */
  recipe: string;
  /** What the recipe has to be told, by parameter. */
  values: Readonly<Record<string, string>>;
}

export interface WrittenRecipe extends WrittenSteps {
  /** What is left to do. */
  readonly next: string;
}

/**
 * Writes the migrations of a recipe, each with its way back. Nothing is applied, and no database is needed: types and
 * keys are read from the migrations so far.
 *
 * @throws MigrateError RECIPE_INVALID for an unknown recipe, a missing or unknown value, or one that does not fit the
 * schema; NAME_INVALID, MIGRATIONS_MISSING
 */
export async function writeRecipe(options: RecipeOptions): Promise<WrittenRecipe> {
  requireMigrationName(options.name);
  const recipe = RECIPES.find(({ name }) => name === options.recipe);
  if (recipe === undefined) {
    throw invalid(
      `There is no recipe "${options.recipe}"; there are ${RECIPES.map(({ name }) => name).join(', ')}.`,
    );
  }
  requireValues(recipe, options.values);
  const directory = path.join(options.project, 'prisma', 'migrations');
  const files = await readMigrationFiles(directory);
  const { model } = await examine(files, {
    rules: [],
    published: undefined,
    tenantColumn: 'tenant_id',
    isChosen: () => false,
  });
  const steps = recipe.write({ values: options.values, model });
  const written = await writeSteps({ project: options.project, name: options.name, steps });
  return { ...written, next: recipe.next };
}

function requireValues({ name, parameters }: Recipe, values: Readonly<Record<string, string>>): void {
  const missing = parameters.filter((one) => one.required && !values[one.name]);
  const unknown = Object.keys(values).filter((key) => !parameters.some((one) => one.name === key));
  if (missing.length === 0 && unknown.length === 0) return;
  const list = parameters.map((one) => `${one.name}${one.required ? '' : ' (optional)'}: ${one.meaning}`);
  const problem =
    missing.length > 0
      ? `lacks ${missing.map((one) => one.name).join(', ')}`
      : `has no ${unknown.join(', ')}`;
  throw invalid(`The recipe ${name} ${problem}. It takes, each as --set name=value:\n  ${list.join('\n  ')}`);
}
