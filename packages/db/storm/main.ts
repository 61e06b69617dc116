import { parseArgs } from 'node:util';
import { startStormServer } from './server.ts';
import { type Progress, storm } from './storm.ts';

const USAGE = `Usage: pnpm storm tenants [--queries N] [--tenants N] [--callers N] [--connections N] [--pooler] [--distributed]
                          [--seed S]

  1,000 tenants (--tenants) over 5 connections (--connections): 40 callers (--callers) do random things until 1,000,000
  queries (--queries) are answered, while sessions are ended and a server of the storm's own is stopped and crashed.
  --pooler puts a PgBouncer with 3 sessions in between (Debian's package); --distributed has the client speak as with a
  PostgreSQL that is spread over several servers. Storms may run side by side.

  Ends with 1 when somebody saw a foreign row, an acknowledged write is missing, what failed is there in part, a
  connection was not given back, or something failed for another reason than the storm. The same seed picks the same
  operations; what they meet still depends on the machine.
`;

async function main(args: string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const { values } = parsed;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const numbers = [values.queries, values.tenants, values.callers, values.connections].map(Number);
  if (![...numbers, seed].every((number) => Number.isInteger(number) && number >= 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const [queries = 0, tenants = 0, callers = 0, connections = 0] = numbers;
  const mode = `${values.pooler ? ', through PgBouncer' : ''}${values.distributed ? ', distributed' : ''}`;
  process.stdout.write(
    `Seed ${seed}: ${tenants} tenants, ${callers} callers, ${connections} connections${mode}, ${queries} queries\n`,
  );
  const server = await startStormServer(values.pooler);
  const began = performance.now();
  try {
    const result = await storm({
      ...server,
      pooled: values.pooler,
      options: { distributed: values.distributed },
      tenants,
      connections,
      callers,
      queries,
      seed,
      killEveryMs: 1_000,
      restartEveryMs: 60_000,
      onProgress: (state) => process.stdout.write(`${line(state, queries, performance.now() - began)}\n`),
    });
    process.stdout.write(`${line(result, queries, performance.now() - began)}\n`);
    const { kept, undone, unknown } = result.groups;
    process.stdout.write(`Writes: ${kept} acknowledged, ${undone} undone, ${unknown} without an answer\n`);
    for (const fault of result.faults) process.stdout.write(`FAULT ${fault}\n`);
    process.stdout.write(
      result.faults.length === 0
        ? 'No foreign row, no lost or half write, no connection left.\n'
        : `${result.faults.length} faults. Again: pnpm storm tenants --seed ${seed}\n`,
    );
    return result.faults.length === 0 ? 0 : 1;
  } finally {
    await server.end();
  }
}

function line({ queries, failures, kills, restarts }: Progress, all: number, ms: number): string {
  const failed = Object.entries(failures)
    .map(([code, count]) => `${count} ${code}`)
    .join(', ');
  return `${Math.round(ms / 1000)} s: ${queries} queries (${Math.floor((100 * queries) / all)} %), ${kills} kills, ${restarts} restarts; failed as expected: ${failed || 'none'}`;
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      queries: { type: 'string', default: '1000000' },
      tenants: { type: 'string', default: '1000' },
      callers: { type: 'string', default: '40' },
      connections: { type: 'string', default: '5' },
      pooler: { type: 'boolean', default: false },
      distributed: { type: 'boolean', default: false },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

process.exitCode = await main(process.argv.slice(2));
