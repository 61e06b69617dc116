import { type Command, Option } from 'commander';
import { type CheckChoice, check } from '../commands/check.ts';
import { newMigration } from '../commands/new-migration.ts';
import { newRecipe } from '../commands/new-recipe.ts';
import { publish } from '../commands/publish.ts';
import { add, type Runner } from './command.ts';
import { addDeploy, addRecover } from './deploy.ts';
import { addRehearse } from './rehearse.ts';
import { addRollback } from './rollback.ts';

/** `orgdb migrate …`: the life of a migration. */
export function addMigrate(program: Command, run: Runner): void {
  const migrate = program.command('migrate').description('apply migrations, or write a new one');
  addDeploy(migrate, run);
  addNew(add(migrate, 'new', 'write a migration for what changed in the schema files, and apply it'), run);
  addCheck(add(migrate, 'check', 'look for what hurts in the migrations; needs no database'), run);
  addRollback(migrate, run);
  addRecover(migrate, run);
  addRehearse(migrate, run);
  add(migrate, 'publish', 'record the migrations and the schema of a release, for "check"')
    .option('--release <version>', 'by default the version of the package')
    .action(({ release }: { release?: string }) => run((context) => publish(context, release)));
}

function addNew(command: Command, run: Runner): void {
  command
    .requiredOption('--name <name>', 'such as add_phone_to_users')
    .option('--create-only', 'write it without applying it', false)
    .option('--recipe <recipe>', 'write the steps of a recipe instead, without applying them')
    .option('--set <key=value...>', 'what the recipe has to be told; without, it says what that is')
    .action(({ name, createOnly, recipe, set }) =>
      run((context) =>
        recipe === undefined
          ? newMigration(context, { name, createOnly })
          : newRecipe(context, { name, recipe, settings: set ?? [] }),
      ),
    );
}

function addCheck(command: Command, run: Runner): void {
  command
    .option('--all', 'published migrations as well', false)
    .addOption(new Option('--sarif', 'print SARIF 2.1.0').conflicts(['github', 'json']))
    .addOption(new Option('--github', 'print annotations of GitHub').conflicts('json'))
    .option('--without <rule...>', 'leave out these rules', [])
    .action(({ all, sarif, github, without }: CheckChoice & { sarif?: true; github?: true }) =>
      run((context) =>
        check(context, { all, without, format: sarif ? 'sarif' : github ? 'github' : 'text' }),
      ),
    );
}
