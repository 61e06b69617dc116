import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type LocalServer, startServer } from '@org/postgres';
import { storm } from './storm.ts';

const VERSIONS = [15, 16, 17, 18] as const;
/** Rounds in which everything has to have been met. */
const ENOUGH = 50;
/** Servers, on each of which one round runs at a time: a crash hits no other round. */
const LANES = 2;

const USAGE = `Usage: pnpm storm deploy [--rounds N] [--seed S] [--only R] [--version 15|16|17|18]

  Lets deploys and rollbacks go wrong at N random moments (100 unless given): the command dies, or orgdb alone, or the server, or
  one session, or a lock is held; and then runs the printed next commands only, of which some die as well. Ends with 1 when
  a round does not end in the right catalog and rows. The same seed picks the same moments; --only repeats one round.
`;

async function main(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const count = Number(values.rounds);
  const only = values.only === undefined ? undefined : Number(values.only);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const version = VERSIONS.find((major) => String(major) === values.version);
  const numbers = [count, only ?? 1].every((number) => Number.isInteger(number) && number > 0);
  if (positionals.join() !== 'deploy' || !numbers || !Number.isInteger(seed) || version === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const rounds = only === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [only];
  const servers: LocalServer[] = [];
  try {
    for (let lane = 1; lane <= Math.min(LANES, rounds.length); lane += 1) {
      const directory = fileURLToPath(new URL(`../.pg-storm-${version}-${lane}`, import.meta.url));
      servers.push(await startServer({ directory, profile: 'test', version }));
    }
    process.stdout.write(`Seed ${seed}, PostgreSQL ${version}\n`);
    const report = await storm({
      servers: servers.map((server) => (database: string) => server.url({ database })),
      rounds,
      seed,
      onRound: (line) => process.stdout.write(`${line}\n`),
    });
    process.stdout.write(
      `All ${rounds.length} rounds ended in the right catalog with every row, after ${report.commands} more commands. Mended by recover: ${report.recovered}; half taken back: ${report.halfBack}; ended before the moment: ${report.missed}. Seed ${seed}.\n`,
    );
    if (rounds.length < ENOUGH || (report.recovered > 0 && report.halfBack > 0)) return 0;
    throw new Error(
      'It has shown nothing: recover had never to mend anything, or nothing was half taken back.',
    );
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  } finally {
    for (const server of servers) await server.release();
  }
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '100' },
      seed: { type: 'string' },
      only: { type: 'string' },
      version: { type: 'string', default: '18' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

process.exitCode = await main(process.argv.slice(2));
