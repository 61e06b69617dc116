import { spawn } from 'node:child_process';
import { MigrateError } from '../errors.ts';

export interface Hook {
  /** A command line for the shell. It may hold a secret, so no message shows it. */
  readonly command: string;
  /** What happens, such as `before-deploy`. */
  readonly event: string;
  /** Written to the command's standard input as one JSON document, with the event. No secrets. */
  readonly details: Readonly<Record<string, unknown>>;
  /** For the command's environment alone, beside that of this process: `ORGDB_DATABASE_URL`. It may hold secrets. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a command of the user's, such as a backup before something is changed, and waits for its end. It finds
 * `{ "event": …, … }` on its standard input, `ORGDB_EVENT` and the given variables in its environment. What it prints goes to
 * standard error, because standard output is for results.
 *
 * @throws MigrateError HOOK_FAILED when it cannot be started, or ends otherwise than with exit code 0
 */
export async function runHook({ command, event, details, environment = {} }: Hook): Promise<void> {
  const child = spawn(command, {
    shell: true,
    env: { ...process.env, ...environment, ORGDB_EVENT: event },
    stdio: ['pipe', 2, 2],
  });
  // A command that does not read it may end first.
  child.stdin?.on('error', () => undefined).end(`${JSON.stringify({ event, ...details })}\n`);
  const end = await new Promise<string | number>((resolve, reject) => {
    child.once('error', (cause) => reject(failed(event, 'could not be started', cause)));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  if (end === 0) return;
  throw failed(event, typeof end === 'number' ? `ended with exit code ${end}` : `was ended by ${end}`);
}

function failed(event: string, what: string, cause?: unknown): MigrateError {
  return new MigrateError(
    'HOOK_FAILED',
    `The command for "${event}" ${what}. What it printed stands above${event.startsWith('before-') ? '; what was to follow it was not begun' : ''}.`,
    { cause },
  );
}
