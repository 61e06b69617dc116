import type { Ended } from './project.ts';

const MAX_COMMANDS = 12;

export interface Follow {
  /** Runs one command to its end; undefined when it was killed, and has said nothing. */
  readonly run: (args: readonly string[]) => Promise<Ended | undefined>;
  /** What is wanted: done when it ends well. */
  readonly goal: readonly string[];
  /** How the first try ended; undefined when it was killed. */
  readonly first: Ended | undefined;
  /** A person who got no answer asks what is wrong first. */
  readonly asks: boolean;
}

/** Runs what is printed as the next command, and nothing else, until the goal is reached; returns what was run. */
export async function follow({ run, goal, first, asks }: Follow): Promise<string[][]> {
  const commands: string[][] = [];
  let last = first;
  let args = last === undefined && asks ? ['migrate', 'recover'] : [...goal];
  for (;;) {
    if (last !== undefined) {
      const next = nextOf(last);
      if (next !== undefined) args = next;
      else if (last.code !== 0) throw new Error(`It failed without a next command:\n${last.output}`);
      else if (isGoal(args, goal)) return commands;
      else args = [...goal];
    }
    if (commands.length === MAX_COMMANDS) throw new Error(`Not done after ${describe(commands)}.`);
    commands.push(args);
    // One that was killed has printed nothing: what stands on the screen is the command itself, which is run again.
    last = await run(args);
  }
}

export function describe(commands: readonly (readonly string[])[]): string {
  return commands.map((args) => args.slice(1).join(' ')).join(', ');
}

/** The arguments of the one command that an output names as the next. */
function nextOf({ output }: Ended): string[] | undefined {
  const found = output.split('\n').filter((line) => line.startsWith('Next: '));
  if (found.length > 1) throw new Error(`More than one next command:\n${output}`);
  const line = found[0]?.slice('Next: '.length);
  if (line === undefined) return undefined;
  if (line === 'pnpm db:migrate:deploy') return ['migrate', 'deploy'];
  const [, rest] = /^pnpm orgdb (.*)$/.exec(line) ?? [];
  if (rest === undefined) throw new Error(`A next command that nobody can follow:\n${output}`);
  return [...rest.matchAll(/'([^']*)'|\S+/g)].map(([whole, quoted]) => quoted ?? whole);
}

/** The same command; a deploy may have been begun with other waits. */
function isGoal(args: readonly string[], goal: readonly string[]): boolean {
  return goal[1] === 'deploy' ? args[1] === 'deploy' : args.join(' ') === goal.join(' ');
}
