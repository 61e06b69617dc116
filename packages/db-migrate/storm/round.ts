import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { connected } from './databases.ts';
import { describe, follow } from './follow.ts';
import type { Moment } from './moment.ts';
import type { StormProject } from './project.ts';
import { stateOf } from './state.ts';
import { strike } from './strike.ts';

export interface Round {
  readonly project: StormProject;
  readonly url: string;
  readonly moment: Moment;
  readonly random: () => number;
  /** The command that is to go wrong, and is to have its effect in the end. */
  readonly goal: readonly string[];
  /** What that is, see `stateOf`. */
  readonly expected: string;
}

export interface RoundReport {
  /** What was under way had ended before it could go wrong. */
  readonly missed: boolean;
  /** A command of `recover` had to mend something: a deploy alone did not go on. */
  readonly recovered: boolean;
  /** A migration was half taken back. */
  readonly halfBack: boolean;
  /** What was run to go on. */
  readonly commands: readonly string[][];
}

/**
 * Lets a command go wrong and follows what is printed.
 *
 * @throws {Error} with all that was said, when that does not lead to what the command in peace leads to
 */
export async function playRound(round: Round): Promise<RoundReport> {
  const { project, url, moment, goal } = round;
  const waits = moment.target === 'lock' ? ['--lock-timeout', '0.2', '--retries', '0'] : [];
  const { child, ended } = project.start([...goal, ...waits], url);
  // A strike at the server ends its own session as well.
  const hit = await strike(url, child, moment, round.random).catch(() => true);
  const killed = hit && (moment.target === 'command' || moment.target === 'orgdb');
  const end = await ended;
  const said = [end.output];
  try {
    const halfBack = await connected(url, isHalfBack);
    let delay = moment.again;
    const run = async (args: readonly string[]) => {
      const { child, ended } = project.start(args, url);
      const early = await Promise.race([ended, ...(delay === undefined ? [] : [wait(delay)])]);
      delay = undefined;
      if (early === undefined) process.kill(-(child.pid ?? 0), 'SIGKILL');
      const result = await ended;
      said.push(result.output);
      return early === undefined ? undefined : result;
    };
    const commands = await follow({ run, goal, first: killed ? undefined : end, asks: moment.asks });
    const found = await connected(url, stateOf);
    if (found !== round.expected) {
      throw new Error(
        `It differs after ${describe(commands)}.\nexpected:\n${round.expected}\nfound:\n${found}`,
      );
    }
    const recovered = commands.some((args) => args[1] === 'recover' && args.length > 2);
    return { missed: !hit, recovered, halfBack, commands };
  } catch (error) {
    throw new Error(`${(error as Error).message}\nWhat was said:\n${said.join('\n---\n')}`, { cause: error });
  }
}

async function isHalfBack(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM _prisma_migrations
     WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs LIKE 'orgdb rollback under way%'`,
  );
  return rowCount !== 0;
}
