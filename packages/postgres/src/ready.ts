import { readFile } from 'node:fs/promises';
import { PostgresError } from './errors.ts';
import type { ServerFolder } from './folder.ts';
import { findPostmaster, type Postmaster } from './postmaster.ts';
import { waitUntil } from './processes.ts';

export type Running = Extract<Postmaster, { state: 'running' }>;

// Recovery after a crash replays the log, which may be long.
const READY_MILLISECONDS = 120_000;

/**
 * Waits until the server accepts connections.
 *
 * @param failure why it never will, once that is known
 * @param logStart where in the log its lines begin, in bytes
 * @throws PostgresError START_FAILED with the last lines of the log
 */
export async function waitForReady(
  folder: ServerFolder,
  dataDirectory: string,
  failure: () => string | undefined,
  logStart: number,
): Promise<Running> {
  let running: Running | undefined;
  const done = await waitUntil(async () => {
    if (failure() !== undefined) return true;
    const found = await findPostmaster(dataDirectory);
    if (found.state === 'running' && found.ready) running = found;
    return running !== undefined;
  }, READY_MILLISECONDS);
  if (running !== undefined) return running;
  const reason = done ? failure() : `it was not ready after ${READY_MILLISECONDS / 1000} s`;
  const lines = (await logSince(folder, logStart)).trim().split('\n').slice(-20).join('\n');
  throw new PostgresError(
    'START_FAILED',
    `PostgreSQL ${folder.major} did not start: ${reason}. The end of ${folder.log}:\n${lines || '(empty)'}`,
  );
}

/** What the server has said since then. */
export async function logSince(folder: ServerFolder, start: number): Promise<string> {
  const content = await readFile(folder.log).catch(() => Buffer.alloc(0));
  return content.subarray(start).toString('utf8');
}
