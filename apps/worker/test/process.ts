import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const MAIN = path.join(import.meta.dirname, '../dist/main.js');

export interface Program {
  readonly child: ChildProcess;
  /** What it has printed so far, to both streams. */
  output(): string;
  /** Resolves when it says that it is ready; rejects with its output when it ends before. */
  readonly ready: Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts the built program with nothing of this process's environment but the path. */
export function startProgram(env: Readonly<Record<string, string>>, ...args: string[]): Program {
  const child = fork(MAIN, args, { env: { PATH: process.env.PATH ?? '', ...env }, silent: true });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => signal ?? code);
  const ready = Promise.race([
    once(child, 'message').then(() => undefined),
    ended.then((how) => {
      throw new Error(`ended with ${how}: ${output}`);
    }),
  ]);
  // A test of a refused start does not wait for it.
  ready.catch(() => undefined);
  return { child, output: () => output, ready, ended };
}

/** Polls until the condition holds; the test's own time-out ends what never does. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 25));
}
