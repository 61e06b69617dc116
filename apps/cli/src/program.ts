import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { dev } from './commands/dev.ts';
import { down } from './commands/down.ts';
import { prisma } from './commands/prisma.ts';
import { reset } from './commands/reset.ts';
import { status } from './commands/status.ts';
import { tenants } from './commands/tenants.ts';
import { up } from './commands/up.ts';
import { url } from './commands/url.ts';
import { URL_ROLES, type UrlRole } from './database/database.ts';
import { addAdopt } from './program/adopt.ts';
import { addBackup } from './program/backup.ts';
import { add, type Runner } from './program/command.ts';
import { addExplain } from './program/explain.ts';
import { addKeys } from './program/keys.ts';
import { addMaintain } from './program/maintain.ts';
import { addMigrate } from './program/migrate.ts';
import { addSeed } from './program/seed.ts';
import { addTenant } from './program/tenant.ts';
import { addVerify } from './program/verify.ts';
import { WORKSPACE } from './workspace.ts';

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

  add(program, 'up', 'start the local server, apply migrations, seed; the server stays')
    .option('--no-seed', 'leave the seeds out')
    .action((options) => run((context) => up(context, { seed: options.seed })));
  add(program, 'down', 'stop the local server; its data stays').action(() => run(down));
  add(program, 'status', 'server and migrations; exit code 0 when all is well').action(() => run(status));

  addMigrate(program, run);
  addVerify(program, run);
  addAdopt(program, run);
  addSeed(program, run);
  addKeys(program, run);
  addBackup(program, run);
  addTenant(program, run);
  addMaintain(program, run);
  addExplain(program, run);
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
    .action(({ check, out }) =>
      run(async (context) => {
        const { docs } = await import('./commands/docs.ts');
        return docs(context, { check, directory: path.resolve(out) });
      }),
    );
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

/** Whether commander ended because it printed what was asked for. */
export function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}
