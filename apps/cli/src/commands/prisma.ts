import { runPrisma } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { externalDatabase } from '../database/external.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { catchInterruption } from '../interruption.ts';

const OFFLINE = new Set(['validate', 'generate', 'format', 'version', '-v', '--version', '-h', '--help']);
const DESTRUCTIVE = new Set(['migrate dev', 'migrate reset', 'db push']);

/** Runs Prisma's own command on the database, as the role that migrates; answers its exit code. */
export async function prisma(context: Context, args: readonly string[]): Promise<number> {
  const { environment, output, project } = context;
  const [first = '--help'] = args;
  const command = args.slice(0, 2).join(' ');
  if (OFFLINE.has(first) || args.includes('--help')) return run(context, args, {});
  if (DESTRUCTIVE.has(command)) refuseAwayFromHome(context, command);
  if (command === 'db push') {
    output.note(
      'db push changes tables only: no row level security, no grants, no triggers, no history. Services may see nothing of what it adds, or all of it. For a change that stays, use "pnpm db:migrate --name …"; "pnpm db:reset" undoes this.',
    );
  }
  return using(await openDatabase(context), (database) => {
    const url = database.url('owner');
    return run({ environment, output, project }, args, { DATABASE_URL: url, DIRECT_URL: url });
  });
}

function refuseAwayFromHome({ environment }: Context, command: string): void {
  if (environment.production) {
    throw new CliError(
      'PRODUCTION_REFUSED',
      `"prisma ${command}" may delete data, and NODE_ENV is production.`,
    );
  }
  const external = externalDatabase(environment);
  if (external !== undefined) {
    throw new CliError(
      'LOCAL_ONLY',
      `"prisma ${command}" may delete data and knows nothing of policies, so it is for the local server only; the environment names ${external.where}. Use "pnpm db:migrate:deploy" or "pnpm db:reset --yes" there.`,
    );
  }
}

async function run(
  { project }: Context,
  args: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  const interruption = catchInterruption();
  const ending = new AbortController();
  // A `kill` reaches this process only; Prisma must not go on alone.
  interruption.wait.then(() => ending.abort());
  try {
    const { exitCode } = await runPrisma({ project, args, env, output: 'inherit', signal: ending.signal });
    // Ctrl-C is how one leaves studio.
    return interruption.requested && args[0] === 'studio' ? EXIT.done : exitCode;
  } finally {
    interruption.dispose();
  }
}
