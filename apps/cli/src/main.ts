import { readEnvironment, wantsDebug } from './environment.ts';
import { EXIT } from './exit-codes.ts';
import { toFailure } from './failure.ts';
import { createOutput } from './output/output.ts';
import { createProgram, isHelp } from './program.ts';
import { databaseProject, WORKSPACE } from './workspace.ts';

/**
 * Runs one command line and answers the exit code; never throws, and never shows a stack trace for a user's mistake.
 *
 * @param args without the program's name
 */
export async function main(args: readonly string[]): Promise<number> {
  const output = createOutput(wantsJson(args));
  let exitCode: number = EXIT.done;
  const program = createProgram(async (work) => {
    const environment = readEnvironment(WORKSPACE);
    const project = environment.project ?? databaseProject();
    const answer = await work({ environment, output, project });
    if (typeof answer === 'number') exitCode = answer;
  });
  if (args.length === 0) {
    process.stderr.write(program.helpInformation());
    return EXIT.usage;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (isHelp(error)) return EXIT.done;
    const failure = toFailure(error);
    output.failure(failure);
    if (wantsDebug() && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return failure.exitCode;
  }
}

// Known before the options are parsed, because a mistake in them is told as JSON, too.
function wantsJson(args: readonly string[]): boolean {
  return args[0] !== 'prisma' && args.includes('--json');
}
