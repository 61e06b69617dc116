import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ServiceOptions {
  name: string;
  /** A JavaScript file that runs the service until SIGTERM and sends `{ type: 'ready' }` when it is. */
  script: string;
  env: NodeJS.ProcessEnv;
  onLine: (line: string) => void;
}

export interface Service {
  readonly name: string;
  /** Resolves when the service says that it is ready. */
  readonly ready: Promise<void>;
  /** Resolves when it ended, with how: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  /** Asks it to end, insists after ten seconds, and resolves when it did. */
  stop(): Promise<void>;
}

const GRACE_MILLISECONDS = 10_000;
const GUARD = new URL('./service-guard.js', import.meta.url).href;

/** Starts a service as a child that cannot outlive this process. */
export function startService({ name, script, env, onLine }: ServiceOptions): Service {
  const child = spawn(process.execPath, ['--import', GUARD, '--enable-source-maps', script], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own process group: Ctrl-C in the terminal reaches this process only, which ends the services in order.
    detached: true,
  });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', onLine);
  }
  child.on('message', (message) => {
    if ((message as { type?: unknown } | null)?.type === 'ready') ready.resolve();
  });
  child.once('error', (error) => ended.resolve(error.message));
  // `close`, not `exit`: then its last words have arrived.
  child.once('close', (code, signal) =>
    ended.resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
  );
  return {
    name,
    ready: ready.promise,
    ended: ended.promise,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS);
      await ended.promise;
      clearTimeout(insist);
    },
  };
}
