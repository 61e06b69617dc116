import { randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { fingerprint } from './fingerprint.ts';
import { stormHistory } from './history.ts';
import { killPart, killRest, randomMoment, waitForMoment } from './kill.ts';
import { type Ended, stormProject } from './project.ts';
import { randomFrom } from './random.ts';
import { recover } from './recover.ts';

export interface StormOptions {
  /** A server's connection string for a database, as a superuser. */
  readonly url: (database: string) => string;
  readonly rounds: number;
  /** Determines the moments; what happens at them still depends on the machine. */
  readonly seed: number;
  readonly onRound: (line: string) => void;
}

/**
 * Kills deploys at random moments and deploys again: every round has to end in the schema that a deploy in peace leads to.
 *
 * @returns how many rounds needed `resolve`, and how many deploys had ended before they could be killed.
 * @throws {Error} naming the seed and the round that went wrong.
 */
export async function storm(options: StormOptions): Promise<{ resolved: number; missed: number }> {
  const history = stormHistory();
  const project = await stormProject(history);
  const random = randomFrom(options.seed);
  const result = { resolved: 0, missed: 0 };
  const prismaOn =
    (url: string) =>
    (...args: string[]): Promise<Ended> =>
      project.start(args, url).ended;
  try {
    const expected = await onDatabase(options.url, async (client, url) => {
      const peace = await prismaOn(url)('migrate', 'deploy');
      if (peace.code !== 0) throw new Error(`The deploy in peace failed:\n${peace.output}`);
      return fingerprint(client);
    });
    for (let round = 1; round <= options.rounds; round += 1) {
      const moment = randomMoment(random, history.length);
      await onDatabase(options.url, async (client, url) => {
        const { child, ended } = project.start(['migrate', 'deploy'], url);
        const pid = child.pid;
        if (pid === undefined) throw new Error('The CLI did not start.');
        await waitForMoment(client, moment, () => child.exitCode === null);
        const missed = child.exitCode !== null;
        killPart(pid, moment.target);
        await ended;
        const recovery = await recover(prismaOn(url), client, history);
        killRest(pid);
        const found = await fingerprint(client);
        if (found !== expected) throw new Error(`The schema differs.\n${difference(expected, found)}`);
        result.missed += missed ? 1 : 0;
        result.resolved += recovery.resolved === 'no' ? 0 : 1;
        options.onRound(
          `${round}: ${missed ? 'ended before it was killed' : `${moment.target} killed`} at migration ${moment.migrations} + ${moment.delayMs} ms; ` +
            `deploys: ${recovery.deploys}, resolved: ${recovery.resolved}`,
        );
      }).catch((cause: unknown) => {
        throw new Error(
          `Seed ${options.seed}, round ${round} (${JSON.stringify(moment)}): ${cause instanceof Error ? cause.message : cause}`,
          { cause },
        );
      });
    }
  } finally {
    await project.remove();
  }
  return result;
}

async function onDatabase<T>(
  urlOf: StormOptions['url'],
  work: (client: Client, url: string) => Promise<T>,
): Promise<T> {
  const name = `storm_${randomUUID()}`;
  const admin = new Client({ connectionString: urlOf('postgres') });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
    const url = urlOf(name);
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return await work(client, url);
    } finally {
      await client.end();
    }
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
    await admin.end();
  }
}

function difference(expected: string, found: string): string {
  const [right, wrong] = [expected.split('\n'), found.split('\n')];
  return [
    ...right.filter((line) => !wrong.includes(line)).map((line) => `missing: ${line}`),
    ...wrong.filter((line) => !right.includes(line)).map((line) => `too much: ${line}`),
  ].join('\n');
}
