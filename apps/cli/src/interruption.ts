/** The user's wish that a long command ends. */
export interface Interruption {
  readonly requested: boolean;
  /** Resolves when it is requested, and never rejects. */
  readonly wait: Promise<void>;
  /** Gives the signals back to Node. */
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const IMPATIENT_MILLISECONDS = 1_000;

/**
 * Catches Ctrl-C, `kill` and a closed terminal, so that the command can end in order. A second one, a second or more
 * after the first, ends the process at once; what it started notices that and ends, too.
 */
export function catchInterruption(): Interruption {
  const { promise, resolve } = Promise.withResolvers<void>();
  let since: number | undefined;
  const onSignal = () => {
    if (since === undefined) {
      since = Date.now();
      resolve();
      return;
    }
    // A terminal and a script runner may both send one for the same key.
    if (Date.now() - since >= IMPATIENT_MILLISECONDS) process.exit(130);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    get requested() {
      return since !== undefined;
    },
    wait: promise,
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
