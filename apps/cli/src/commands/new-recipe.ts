import { writeRecipe } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';

export interface NewRecipeOptions {
  name: string;
  recipe: string;
  /** `key=value`. */
  settings: readonly string[];
}

/** Writes the migrations of a recipe. They are not applied: some belong into later releases. */
export async function newRecipe(
  { project, output, environment }: Context,
  options: NewRecipeOptions,
): Promise<void> {
  if (environment.production) {
    throw new CliError(
      'PRODUCTION_REFUSED',
      'Migrations are written on a development machine; NODE_ENV is production.',
    );
  }
  const { name, recipe, settings } = options;
  const written = await writeRecipe({
    project,
    name,
    recipe,
    values: Object.fromEntries(settings.map(toEntry)),
  });
  output.result(
    written,
    [
      `Written, in ${written.directory}:`,
      ...written.migrations.map((one) => `  ${one}`),
      '',
      written.next,
    ].join('\n'),
  );
}

function toEntry(setting: string): [string, string] {
  const at = setting.indexOf('=');
  if (at > 0) return [setting.slice(0, at), setting.slice(at + 1)];
  throw new CliError('USAGE', `"${setting}" sets nothing. Write --set name=value.`);
}
