import { parseCommandLine, USAGE } from './command-line.ts';
import { type Config, parseConfig } from './config.ts';
import { type Context, openContext } from './context.ts';
import { explain, WorkerError } from './errors.ts';
import { runNow } from './jobs/run-now.ts';
import { createLog } from './log.ts';
import { startWorker } from './worker.ts';

/** Runs the program and returns its exit code: 0 when it did what it was asked, 1 with a message otherwise. */
export async function runProgram(args: readonly string[], variables: NodeJS.ProcessEnv): Promise<0 | 1> {
  let config: Config | undefined;
  try {
    const command = parseCommandLine(args);
    if (command.kind === 'help') {
      process.stdout.write(USAGE);
      return 0;
    }
    config = parseConfig(variables);
    const context = openContext(config, createLog(config.logLevel));
    if (command.kind === 'run') await runNow(context, command.job).finally(() => context.close());
    else await work(context);
    return 0;
  } catch (error) {
    process.stderr.write(`${describe(config ? explain(error, config.databaseUrl) : error)}\n`);
    return 1;
  }
}

async function work(context: Context): Promise<void> {
  const { log } = context;
  const asked = untilAsked();
  const worker = await startWorker(context).catch(async (error: unknown) => {
    await context.close();
    throw error;
  });
  log.info('the worker is ready');
  process.send?.({ type: 'ready' });
  const signal = await asked;
  log.info({ signal }, 'the worker is stopping');
  await worker.stop();
  log.info('the worker has stopped');
}

function untilAsked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.on('SIGINT', resolve);
    process.on('SIGTERM', resolve);
  });
}

/** A mistake of the user or the world is told by its message; anything else is a bug of ours, and shows where. */
function describe(error: unknown): string {
  if (error instanceof WorkerError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
