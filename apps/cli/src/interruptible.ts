import { CliError } from './errors.ts';
import { catchInterruption } from './interruption.ts';

/** Runs work that ends in order when its signal comes: at Ctrl-C, `kill`, or a closed terminal. */
export async function interruptible<T>(
  message: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const interruption = catchInterruption();
  const controller = new AbortController();
  interruption.wait.then(() => controller.abort(new CliError('INTERRUPTED', message)));
  try {
    return await work(controller.signal);
  } finally {
    interruption.dispose();
  }
}
