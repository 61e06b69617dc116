import path from 'node:path';
import { Command, CommanderError, type CommandOptions, InvalidArgumentError, Option } from 'commander';
import { type CheckChoice, check } from './commands/check.ts';
import { deploy } from './commands/deploy.ts';
import { dev } from './commands/dev.ts';
import { docs } from './commands/docs.ts';
import { down } from './commands/down.ts';
import { keysStatus } from './commands/keys-status.ts';
import { newMigration } from './commands/new-migration.ts';
import { newRecipe } from './commands/new-recipe.ts';
import { performance } from './commands/performance.ts';
import { prisma } from './commands/prisma.ts';
import { publish } from './commands/publish.ts';
import { reset } from './commands/reset.ts';
import { type RotateChoice, rotateKeys } from './commands/rotate-keys.ts';
import { seedCommand, seedVolumeCommand } from './commands/seed.ts';
import { status } from './commands/status.ts';
import { tenants } from './commands/tenants.ts';
import { up } from './commands/up.ts';
import { url } from './commands/url.ts';
import type { Context } from './context.ts';
import { URL_ROLES, type UrlRole } from './database/database.ts';
import { CliError } from './errors.ts';
import { WORKSPACE } from './workspace.ts';

/** Runs a command with its context; a number that it answers is the exit code. */
export type Runner = (work: (context: Context) => Promise<unknown>) => Promise<void>;

/** The command line: names, options and help. What a command does stands in `commands/`. */
export function createProgram(run: Runner): Command {
  const program = new Command('orgdb')
    .description('The command line of the shared database.')
    .option('--json', 'print one JSON document')
    // So that options behind "prisma" are Prisma's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError()
    .addHelpText('after', '\nWithout DATABASE_URL everything works on the local server of this checkout.');
  const add = (parent: Command, name: string, description: string, options: CommandOptions = {}) =>
    parent.command(name, options).description(description).option('--json', 'print one JSON document');

  add(program, 'up', 'start the local server, apply migrations, seed; the server stays')
    .option('--no-seed', 'leave the seeds out')
    .action((options) => run((context) => up(context, { seed: options.seed })));
  add(program, 'down', 'stop the local server; its data stays').action(() => run(down));
  add(program, 'status', 'server and migrations; exit code 0 when all is well').action(() => run(status));

  const migrate = program.command('migrate').description('apply migrations, or write a new one');
  add(migrate, 'deploy', 'apply the pending migrations (what "migrate" alone does)', {
    isDefault: true,
  }).action(() => run(deploy));
  addNew(add(migrate, 'new', 'write a migration for what changed in the schema files, and apply it'), run);
  addCheck(add(migrate, 'check', 'look for what hurts in the migrations; needs no database'), run);
  add(migrate, 'publish', 'record the migrations and the schema of a release, for "check"')
    .option('--release <version>', 'by default the version of the package')
    .action(({ release }: { release?: string }) => run((context) => publish(context, release)));

  add(program, 'seed', 'write the seeds that are missing')
    .addOption(
      new Option('--system <name...>', 'only these systems').choices([
        'core',
        'commerce',
        'planning',
        'construction',
        'workforce',
      ]),
    )
    .option('--file <json...>', 'add the tenants of these files')
    .option('--force', 'also in production, with generated passwords', false)
    .option('--volume', 'many tenants with years of work, for tests of speed; never in production', false)
    .addOption(tenantsOption())
    .addOption(scaleOption())
    .action(({ system, file, force, volume, tenants, scale }) =>
      run((context) => {
        if (volume) return seedVolumeCommand(context, { tenants, scale });
        return seedCommand(context, {
          force,
          ...(system === undefined ? {} : { systems: system }),
          ...(file === undefined ? {} : { tenantFiles: file }),
        });
      }),
    );
  add(
    program,
    'performance',
    'measure what was promised, on volume data; exit code 1 when something is missed',
  )
    .addOption(tenantsOption())
    .addOption(scaleOption())
    .addOption(new Option('--calls <number>', 'calls of each promise').default(100).argParser(wholeNumber))
    .action(({ tenants, scale, calls }) => run((context) => performance(context, { tenants, scale, calls })));
  const keys = program.command('keys').description('the keys that encrypt fields');
  add(keys, 'status', "version of each tenant's data key, and what wraps it").action(() => run(keysStatus));
  addKeyWork(keys, 'rotate', 'new keys, while services run')
    .addOption(
      new Option('--data', 'a new data key, and all values encrypted anew by it').conflicts('master'),
    )
    .addOption(new Option('--master', 'wrap the keys by the first of ORG_MASTER_KEY'))
    .action(({ data, master, ...choice }: KeyOptions & { data?: true; master?: true }) =>
      run((context) => {
        if (!data && !master) throw new CliError('USAGE', 'Say which keys: --data or --master.');
        return rotateKeys(context, toChoice(data ? 'data' : 'master', choice));
      }),
    );
  addKeyWork(keys, 'reencrypt', 'encrypt by the newest data key what older ones did').action(
    (choice: KeyOptions) => run((context) => rotateKeys(context, toChoice('reencrypt', choice))),
  );
  add(program, 'tenants', 'list the tenants').action(() => run(tenants));
  add(program, 'url', 'print a connection string')
    .addOption(new Option('--role <role>', 'whose').choices(URL_ROLES).default('app'))
    .action(({ role }: { role: UrlRole }) => run((context) => url(context, role)));
  add(program, 'reset', 'drop, migrate and seed; refused in production')
    .option('--yes', 'also where the environment names the database', false)
    .option('--no-seed', 'leave the seeds out')
    .action(({ yes, seed }) => run((context) => reset(context, { yes, seed })));
  add(program, 'docs', 'write the documentation of the schema: Markdown, and a page for the browser')
    .option('--check', 'write nothing; exit code 1 when a page of Markdown is stale', false)
    .option('--out <folder>', 'where to', path.join(WORKSPACE, 'docs', 'schema'))
    .action(({ check, out }) => run((context) => docs(context, { check, directory: path.resolve(out) })));
  add(program, 'dev', 'database, api and worker in one terminal, until Ctrl-C').action(() => run(dev));

  program
    .command('prisma')
    .description("run one of Prisma's commands on the database")
    .argument('[args...]', 'such as: studio, migrate status, db pull --print')
    .allowUnknownOption()
    .helpOption(false)
    .passThroughOptions()
    .action((args: string[]) => run((context) => prisma(context, args)));
  return program;
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

interface KeyOptions {
  readonly tenant?: string[];
  readonly batchSize: number;
}

function addKeyWork(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'print one JSON document')
    .option('--tenant <slug...>', 'only these tenants')
    .addOption(
      new Option('--batch-size <rows>', 'rows of one transaction').default(500).argParser(wholeNumber),
    );
}

function toChoice(kind: RotateChoice['kind'], { tenant, batchSize }: KeyOptions): RotateChoice {
  return { kind, tenants: tenant, batchSize };
}

const tenantsOption = () =>
  new Option('--tenants <number>', 'tenants of the volume data').default(100).argParser(wholeNumber);
const scaleOption = () =>
  new Option(
    '--scale <share>',
    'of their rows: 1 is a thousand users each and a million rows in large tables',
  )
    .default(1)
    .argParser(share);

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 10)) throw new InvalidArgumentError('It must be above 0 and at most 10.');
  return value;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 to 99999.');
  return Number(text);
}

/** Whether commander ended because it printed what was asked for. */
export function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}
