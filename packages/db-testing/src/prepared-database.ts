import { createHash } from 'node:crypto';
import { type Client, escapeLiteral } from 'pg';
import { DbTestingError, reason } from './errors.ts';
import { newDatabaseName, preparedName } from './names.ts';
import { asAdmin } from './run/as-admin.ts';
import { cloneDatabase, closeDatabase } from './run/clone.ts';
import { currentRun, type RunHandle } from './run/handle.ts';
import { type LockName, lock, unlock } from './run/locks.ts';
import {
  createTestDatabase,
  openTestDatabase,
  type TestDatabase,
  type TestDatabaseOptions,
} from './test-database.ts';

/** A state that many tests begin with. */
export interface Preparation<T> {
  /** Tells it from others of the run: whoever says the same name gets the same state. */
  readonly name: string;
  /** Brings an empty database into the state. What it returns goes to every test, as JSON. */
  fill(database: TestDatabase): Promise<T>;
}

/** A database of its own, in the state that its preparation made. */
export interface PreparedDatabase<T> extends TestDatabase {
  /** What `fill` returned. */
  readonly prepared: T;
}

/**
 * As `createTestDatabase`, in a state that was made once: the first of the run that asks for it fills a database, and everyone gets a
 * clone of it, for about the 20 ms of an empty one. Safe to call from many test files and processes at once: the others wait for the first.
 *
 * @throws DbTestingError NO_RUN outside of a run, DATABASE_FAILED, PREPARATION_FAILED with what `fill` threw
 */
export async function createPreparedDatabase<T>(
  preparation: Preparation<T>,
  options: TestDatabaseOptions = {},
): Promise<PreparedDatabase<T>> {
  const run = options.run ?? currentRun();
  const name = newDatabaseName(run.runId);
  const prepared = await asAdmin(run, async (client) => {
    const value = await prepare(client, run, preparation);
    await cloneDatabase(client, name, preparedName(run.runId, hashOf(preparation.name)));
    return value;
  });
  return { ...openTestDatabase(name, run, options), prepared };
}

async function prepare<T>(client: Client, run: RunHandle, preparation: Preparation<T>): Promise<T> {
  const hash = hashOf(preparation.name);
  const there = await read<T>(client, preparedName(run.runId, hash));
  if (there !== undefined) return there.value;
  const preparing: LockName = { space: 'preparing', id: hashOf(`${run.runId} ${preparation.name}`) };
  await lock(client, preparing, 'exclusive');
  try {
    const meanwhile = await read<T>(client, preparedName(run.runId, hash));
    return meanwhile === undefined ? await fill(client, run, preparation) : meanwhile.value;
  } finally {
    await unlock(client, preparing);
  }
}

// The comment is what tells a finished one, and carries what `fill` returned to other processes.
async function read<T>(client: Client, name: string): Promise<{ value: T } | undefined> {
  const { rows } = await client.query<{ comment: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1",
    [name],
  );
  const comment = rows[0]?.comment;
  return comment ? (JSON.parse(comment) as { value: T }) : undefined;
}

async function fill<T>(client: Client, run: RunHandle, preparation: Preparation<T>): Promise<T> {
  const draft = await createTestDatabase({ run });
  try {
    const value = await preparation.fill(draft);
    await closeDatabase(client, draft.name);
    await client.query(`COMMENT ON DATABASE ${draft.name} IS ${escapeLiteral(JSON.stringify({ value }))}`);
    await client.query(
      `ALTER DATABASE ${draft.name} RENAME TO ${preparedName(run.runId, hashOf(preparation.name))}`,
    );
    return value;
  } catch (cause) {
    await draft.drop();
    throw new DbTestingError(
      'PREPARATION_FAILED',
      `The state "${preparation.name}", which tests begin with, could not be made: ${reason(cause)}`,
      { cause },
    );
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
