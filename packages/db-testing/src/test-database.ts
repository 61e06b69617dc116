import type { Role } from '@org/db-migrate';
import type { Client } from 'pg';
import { DbTestingError } from './errors.ts';
import { newDatabaseName } from './names.ts';
import { openConnections } from './open-connections.ts';
import { pooledUrl } from './pooler/pgbouncer.ts';
import { asAdmin } from './run/as-admin.ts';
import { cloneDatabase } from './run/clone.ts';
import { dropDatabase } from './run/databases.ts';
import { currentRun, type RunHandle } from './run/handle.ts';
import { databaseUrl } from './url.ts';

export interface TestDatabaseOptions {
  /** Default: the run that vitest's global setup started. */
  run?: RunHandle;
  /** Makes `drop()` fail when connections to the database are still open: a forgotten pool. Default false. */
  expectNoConnections?: boolean;
}

/** A database of its own, with every migration applied and no rows but theirs. */
export interface TestDatabase {
  readonly name: string;
  /** Connection string as who may make databases: past every policy if that is a superuser. For preparing and checking. */
  readonly superuserUrl: string;
  /** Connection string of a role; default `app`, the one that services use. Through the run's pooler if it has one. */
  url(role?: Role): string;
  /** The same, past the pooler. */
  directUrl(role?: Role): string;
  /**
   * Drops it, and ends the connections that are left. A second call does nothing.
   *
   * @throws DbTestingError CONNECTIONS_LEFT_OPEN with `expectNoConnections`; the database is dropped all the same
   */
  drop(): Promise<void>;
  /** `drop()`, so that `await using` works. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Clones the template into a database that only the caller knows: about 20 ms. Safe to call from many test files and
 * processes at once. What is not dropped is dropped at the end of the run.
 *
 * @throws DbTestingError NO_RUN outside of a run, DATABASE_FAILED
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const run = options.run ?? currentRun();
  const name = newDatabaseName(run.runId);
  await asAdmin(run, (client) => cloneDatabase(client, name, run.template));
  return openTestDatabase(name, run, options);
}

/** What a test gets of a database of that name. */
export function openTestDatabase(name: string, run: RunHandle, options: TestDatabaseOptions): TestDatabase {
  const directUrl = (role: Role = 'app') => databaseUrl(run.adminUrl, name, run.logins[role]);
  let dropped = false;
  const drop = async () => {
    if (dropped) return;
    dropped = true;
    await asAdmin(run, (client) => dropChecked(client, name, options.expectNoConnections ? run : undefined));
  };
  return {
    name,
    superuserUrl: databaseUrl(run.adminUrl, name),
    url: (role) => (run.pooler ? pooledUrl(directUrl(role), run.pooler) : directUrl(role)),
    directUrl,
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

async function dropChecked(client: Client, name: string, expectNoneOf: RunHandle | undefined): Promise<void> {
  const open = expectNoneOf ? await openConnections(client, name, expectNoneOf) : [];
  await dropDatabase(client, name);
  if (open.length > 0) {
    throw new DbTestingError(
      'CONNECTIONS_LEFT_OPEN',
      `${open.length} connection(s) to the test's database were still open: ${open.join('; ')}. End every pool and client before drop().`,
    );
  }
}
