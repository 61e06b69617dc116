import { connected, onCopy } from './databases.ts';
import { describe } from './follow.ts';
import { stormHistory } from './history.ts';
import { type Moment, momentOf } from './moment.ts';
import { type StormProject, stormProject } from './project.ts';
import { randomFrom } from './random.ts';
import { playRound, type RoundReport } from './round.ts';
import { stateOf } from './state.ts';

export interface StormOptions {
  /** For each server, its connection string for a database, as a superuser. As many rounds run at the same time. */
  readonly servers: readonly ((database: string) => string)[];
  /** Their numbers: with the seed they determine the moments; what happens at them still depends on the machine. */
  readonly rounds: readonly number[];
  readonly seed: number;
  readonly onRound: (line: string) => void;
}

/** In how many rounds something was met, see `RoundReport`; and how many commands were run to go on. */
export type StormReport = Readonly<Record<keyof RoundReport, number>>;

const DEPLOY = ['migrate', 'deploy'];
const rollback = (to: string) => ['migrate', 'rollback', '--to', to, '--sign', 'the storm'];

/**
 * Lets deploys and rollbacks go wrong at random moments, and then runs nothing but the command that is printed as the next one: every
 * round has to end in the catalog and the rows that the same work leads to in peace.
 *
 * @throws {Error} naming the seed and the round that went wrong
 */
export async function storm(options: StormOptions): Promise<StormReport> {
  const history = stormHistory();
  const project = await stormProject(history);
  const first = await stormProject(history.slice(0, 1));
  const waiting = [...options.rounds];
  const report = { missed: 0, recovered: 0, halfBack: 0, commands: 0 };
  const onServer = (urlOf: (database: string) => string) =>
    onCopy(urlOf, undefined, async (baseUrl, base) => {
      await inPeace(first, DEPLOY, baseUrl);
      await onCopy(urlOf, base, async (fullUrl, full) => {
        await inPeace(project, DEPLOY, fullUrl);
        const lane: Lane = { project, urlOf, base, full, expected: new Map() };
        lane.expected.set(DEPLOY.join(), await connected(fullUrl, stateOf));
        for (let round = waiting.shift(); round !== undefined; round = waiting.shift()) {
          const begun = performance.now();
          // Each for itself, so that one can be repeated alone.
          const random = randomFrom(options.seed + 7919 * round);
          const moment = momentOf(round, history, random);
          const played = await play(lane, moment, random).catch((cause: unknown) => {
            waiting.length = 0;
            const what = `Seed ${options.seed}, round ${round} (${JSON.stringify(moment)})`;
            throw new Error(`${what}: ${(cause as Error).message}`, { cause });
          });
          report.missed += Number(played.missed);
          report.recovered += Number(played.recovered);
          report.halfBack += Number(played.halfBack);
          report.commands += played.commands.length;
          const seconds = ((performance.now() - begun) / 1000).toFixed(1);
          options.onRound(`${round}: ${tell(moment, played)} (${seconds} s)`);
        }
      });
    });
  try {
    // All of them end, so that nothing is used any more when the first failure is told.
    for (const lane of await Promise.allSettled(options.servers.map(onServer))) {
      if (lane.status === 'rejected') throw lane.reason;
    }
  } finally {
    await project.remove();
    await first.remove();
  }
  return report;
}

/** A server, and on it the databases that the rounds begin with: with the first migration, and with all. */
interface Lane {
  readonly project: StormProject;
  readonly urlOf: (database: string) => string;
  readonly base: string;
  readonly full: string;
  /** By the command that leads to it. */
  readonly expected: Map<string, string>;
}

async function play(lane: Lane, moment: Moment, random: () => number): Promise<RoundReport> {
  const { project, urlOf } = lane;
  const goal = moment.work === 'deploy' ? DEPLOY : rollback(moment.to);
  const expected =
    lane.expected.get(goal.join()) ??
    (await onCopy(urlOf, lane.full, async (url) => {
      await inPeace(project, goal, url);
      return connected(url, stateOf);
    }));
  lane.expected.set(goal.join(), expected);
  return onCopy(urlOf, moment.work === 'deploy' ? lane.base : lane.full, (url) =>
    playRound({ project, url, moment, random, goal, expected }),
  );
}

async function inPeace(project: StormProject, args: readonly string[], url: string): Promise<void> {
  const { code, output } = await project.start(args, url).ended;
  if (code !== 0) throw new Error(`${describe([args])} in peace failed:\n${output}`);
}

function tell({ work, target, migrations, delay, again }: Moment, { missed, commands }: RoundReport): string {
  const twice = again === undefined ? '' : `, the next one killed after ${again} ms`;
  return `${work}, ${target} at ${migrations} + ${delay} ms${missed ? ', missed' : ''}${twice}; then ${describe(commands) || 'nothing'}`;
}
