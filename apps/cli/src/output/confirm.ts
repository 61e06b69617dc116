import { createInterface } from 'node:readline';
import { CliError } from '../errors.ts';

/** A terminal, as far as a question needs one. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks a question that is answered by yes or no. Only `y` and `yes` are a yes; everything else is a no, as is the end of the input.
 *
 * @throws CliError INTERRUPTED for Ctrl-C
 */
export async function confirm(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  const reader = createInterface({ input, output });
  try {
    return await new Promise((resolve, reject) => {
      reader.question(`${question} [y/N] `, (answer) => resolve(/^y(es)?$/i.test(answer.trim())));
      reader.once('close', () => resolve(false));
      reader.once('SIGINT', () =>
        reject(new CliError('INTERRUPTED', 'Interrupted. What was answered before is done.')),
      );
    });
  } finally {
    reader.close();
  }
}
