import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { stormHistory } from './history.ts';
import { type Ended, type StormProject, stormProject } from './project.ts';
import { randomFrom } from './random.ts';
import { stateOf } from './state.ts';

export interface StormOptions {
  /** A server's connection string for a database, as a superuser. */
  readonly url: (database: string) => string;
  readonly rounds: number;
  /** Determines the moments; what happens at them still depends on the machine. */
  readonly seed: number;
  readonly onRound: (line: string) => void;
}

/** What dies: all of the deployer, `orgdb` alone, whose engine goes on, or the server. */
const TARGETS = ['deployer', 'orgdb', 'server'] as const;
type Target = (typeof TARGETS)[number];

const MAX_COMMANDS = 8;
const ENGINE = 72707369;

/**
 * Kills deploys, and servers under them, at random moments, and then runs nothing but the command that is printed as the next one: every
 * round has to end in the catalog and the rows that a deploy in peace leads to.
 *
 * @returns how many commands it took beside the first, and how many deploys had ended before they could be killed
 * @throws {Error} naming the seed and the round that went wrong
 */
export async function storm(options: StormOptions): Promise<{ commands: number; missed: number }> {
  const history = stormHistory();
  const project = await stormProject(history);
  const random = randomFrom(options.seed);
  const result = { commands: 0, missed: 0 };
  try {
    const expected = await onDatabase(options.url, async (url) => {
      const peace = await project.start(['migrate', 'deploy', '--no-verify'], url).ended;
      if (peace.code !== 0) throw new Error(`The deploy in peace failed:\n${peace.output}`);
      return connected(url, stateOf);
    });
    for (let round = 1; round <= options.rounds; round += 1) {
      const target = TARGETS[Math.floor(random() * TARGETS.length)] ?? 'deployer';
      const moment = {
        target,
        migrations: Math.floor(random() * history.length),
        delay: Math.floor(random() * 60),
      };
      await onDatabase(options.url, async (url) => {
        const { child, ended } = project.start(['migrate', 'deploy', '--no-verify'], url);
        await untilRecorded(url, moment.migrations, () => child.exitCode === null);
        await wait(moment.delay);
        const missed = child.exitCode !== null;
        await kill(url, child.pid ?? 0, target);
        const first = await ended;
        const commands = await goOn(project, url, target === 'server' ? first : undefined);
        const found = await connected(url, stateOf);
        if (found !== expected) throw new Error(`It differs.\nexpected:\n${expected}\nfound:\n${found}`);
        result.missed += missed ? 1 : 0;
        result.commands += commands.length;
        options.onRound(
          `${round}: ${target} at ${moment.migrations} + ${moment.delay} ms${missed ? ', missed' : ''}; then ${commands.join(', ')}`,
        );
      }).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : cause;
        throw new Error(`Seed ${options.seed}, round ${round} (${JSON.stringify(moment)}): ${reason}`, {
          cause,
        });
      });
    }
  } finally {
    await project.remove();
  }
  return result;
}

/** Runs what is printed as the next command until none is; a deployer that was killed has printed nothing, and is started again. */
async function goOn(project: StormProject, url: string, before: Ended | undefined): Promise<string[]> {
  const run: string[] = [];
  let next = before === undefined || before.code === 0 ? 'pnpm db:migrate:deploy' : nextOf(before);
  while (next !== undefined) {
    if (run.length === MAX_COMMANDS) throw new Error(`Not done after ${run.join(', ')}.`);
    const args =
      next === 'pnpm db:migrate:deploy' ? ['migrate', 'deploy', '--no-verify'] : next.split(' ').slice(2);
    run.push(args.slice(1).join(' '));
    const ended = await project.start(args, url).ended;
    if (ended.code === 0 && args[1] === 'deploy') return run;
    next = nextOf(ended);
  }
  return run;
}

function nextOf({ output }: Ended): string {
  const found = output.split('\n').filter((line) => line.startsWith('Next: '));
  if (found.length !== 1) throw new Error(`Not one next command:\n${output}`);
  return found[0]?.slice('Next: '.length) ?? '';
}

async function kill(url: string, leader: number, target: Target): Promise<void> {
  if (target === 'server') {
    // When one of its processes dies this way, the server ends all others and recovers from its log.
    const { rows } = await connected(url, (client) =>
      client.query<{
        pid: number;
      }>(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = ${ENGINE}
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
    );
    for (const { pid } of rows) signal(pid);
  } else signal(target === 'deployer' ? -leader : leader);
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function untilRecorded(url: string, migrations: number, isRunning: () => boolean): Promise<void> {
  await connected(url, async (client) => {
    while (isRunning()) {
      const { rows } = await client.query<{ there: boolean }>(
        "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
      );
      const { rows: recorded } = rows[0]?.there
        ? await client.query<{ count: number }>('SELECT count(*)::int AS count FROM _prisma_migrations')
        : { rows: [] };
      if ((recorded[0]?.count ?? -1) >= migrations) return;
      await wait(3);
    }
  });
}

/** A server that recovers from a crash refuses connections for a moment. */
async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      if (attempt === 100) throw error;
      await wait(100);
      continue;
    }
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function onDatabase<T>(urlOf: StormOptions['url'], work: (url: string) => Promise<T>): Promise<T> {
  const name = `storm_${randomUUID()}`;
  await connected(urlOf('postgres'), (admin) => admin.query(`CREATE DATABASE ${escapeIdentifier(name)}`));
  try {
    return await work(urlOf(name));
  } finally {
    await connected(urlOf('postgres'), (admin) =>
      admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
    );
  }
}
