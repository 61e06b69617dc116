import type { Client } from 'pg';
import { runIdOf, runPrefix, templateHashOf } from '../names.ts';
import { dropDatabase, testDatabases } from './databases.ts';
import { type LockName, tryLock, unlock } from './locks.ts';

/**
 * Drops what runs that have ended left behind, and templates that no run uses. Runs under way on the same server, from
 * whatever machine, are not touched.
 *
 * @param client a connection to the settings database, which holds the locks of the calling run
 */
export async function sweep(client: Client, keep: { runId: string; hash: string }): Promise<void> {
  for (const name of await testDatabases(client)) {
    const runId = runIdOf(name);
    const hash = templateHashOf(name);
    if (runId !== undefined && runId !== keep.runId)
      await dropUnused(client, name, { space: 'run', id: runId });
    if (hash !== undefined && hash !== keep.hash)
      await dropUnused(client, name, { space: 'template', id: hash });
  }
}

/** Drops every database of the run, and ends the connections to them. */
export async function dropRun(client: Client, runId: string): Promise<void> {
  const names = await testDatabases(client);
  for (const name of names) {
    if (name.startsWith(runPrefix(runId))) await dropDatabase(client, name);
  }
}

async function dropUnused(client: Client, name: string, user: LockName): Promise<void> {
  if (!(await tryLock(client, user))) return;
  try {
    await dropDatabase(client, name);
  } finally {
    await unlock(client, user);
  }
}
