import { parseArgs } from 'node:util';
import { WorkerError } from './errors.ts';
import { JOB_NAMES, type JobName } from './jobs/run-now.ts';

export const USAGE = `Usage: node dist/main.js [--run JOB]

Works on webhooks and scheduled jobs until SIGINT or SIGTERM.

  --run JOB   runs one job now, for all tenants, and ends: ${JOB_NAMES.join(', ')}
  --help      prints this

The environment is described in the README.
`;

export type Command =
  | { readonly kind: 'work' }
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; job: JobName };

/** @throws WorkerError USAGE */
export function parseCommandLine(args: readonly string[]): Command {
  let values: { run?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { run: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch (error) {
    throw new WorkerError('USAGE', `${error instanceof Error ? error.message : error}\n\n${USAGE}`, {
      cause: error,
    });
  }
  if (values.help) return { kind: 'help' };
  if (values.run === undefined) return { kind: 'work' };
  const job = JOB_NAMES.find((name) => name === values.run);
  if (job) return { kind: 'run', job };
  throw new WorkerError('USAGE', `There is no job "${values.run}". Jobs: ${JOB_NAMES.join(', ')}.`);
}
