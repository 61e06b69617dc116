import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startServer } from '@org/postgres';
import { storm } from './storm.ts';

const USAGE = `Usage: pnpm storm deploy [--rounds N] [--seed S]

  Kills \`prisma migrate deploy\` at N random moments (50 unless given) and deploys again; ends with 1 when a round does
  not end in the right catalog and rows. The same seed picks the same moments.
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
  const rounds = Number(values.rounds);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  if (positionals.join() !== 'deploy' || !Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const directory = fileURLToPath(new URL('../.pg-storm', import.meta.url));
  const server = await startServer({ directory, profile: 'test' });
  try {
    process.stdout.write(`Seed ${seed}\n`);
    const { commands, missed } = await storm({
      url: (database) => server.url({ database }),
      rounds,
      seed,
      onRound: (line) => process.stdout.write(`${line}\n`),
    });
    process.stdout.write(
      `All ${rounds} rounds ended in the right catalog with every row, after ${commands} printed commands. ${missed} had ended before the kill. Seed ${seed}.\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  } finally {
    await server.release();
  }
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '100' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

process.exitCode = await main(process.argv.slice(2));
