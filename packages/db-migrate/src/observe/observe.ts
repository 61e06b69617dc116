import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { parseScript } from '../check/parse/parse-script.ts';
import { isConnectionLost, withConnection } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import { difference, footprint } from './footprint.ts';
import type { Observation, StatementObservation } from './observation.ts';
import { quoteTable, USER_TABLES, Watcher } from './watcher.ts';

export interface ObserveOptions {
  /** Connection string of the role that migrates, to a database that may be changed. */
  url: string;
  /** The migration's SQL. */
  script: string;
}

/** SQLSTATEs of statements that cannot run in a transaction. */
const OUTSIDE = new Set(['25001', '2D000']);
/** Pause between two looks at a statement that runs by itself, in milliseconds. */
const PAUSE = 10;

/**
 * Runs a migration for real, as a deployment does, and tells of each statement which locks it took, whom these keep
 * waiting, what it rewrote, read and changed. What it sees does not depend on how fast anything is.
 *
 * Statements share one transaction. One that PostgreSQL refuses in a transaction runs by itself, beside a session that
 * writes to every table, as the programs of a live database do.
 *
 * @throws MigrateError MIGRATION_FAILED for a script that PostgreSQL cannot read, and as `connect`; a statement that
 * fails is part of the answer
 */
export async function observe({ url, script }: ObserveOptions): Promise<Observation> {
  const { statements, problem } = await parseScript(script);
  if (problem !== undefined)
    throw new MigrateError('MIGRATION_FAILED', `The script cannot be read: ${problem.message}.`);
  return withConnection(url, (worker) =>
    withConnection(url, (watching) =>
      withConnection(url, async (bystander) => {
        const { rows } = await worker.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const watcher = new Watcher(watching, rows[0]?.pid ?? 0);
        const seen: StatementObservation[] = [];
        await worker.query('BEGIN');
        for (const { start, end } of statements) {
          const statement = { text: script.slice(start, end), start };
          try {
            seen.push(await observeOne(statement, { worker, watcher, bystander }));
          } catch (error) {
            if (isConnectionLost(error)) throw error;
            await worker.query('ROLLBACK').catch(() => undefined);
            const { code = '', message } = error as { code?: string; message: string };
            return { statements: seen, failure: { code, message, start } };
          }
        }
        await worker.query('COMMIT');
        return { statements: seen };
      }),
    ),
  );
}

interface Statement {
  readonly text: string;
  readonly start: number;
}

interface Sessions {
  readonly worker: Client;
  readonly watcher: Watcher;
  readonly bystander: Client;
}

async function observeOne(statement: Statement, sessions: Sessions): Promise<StatementObservation> {
  const { worker, watcher } = sessions;
  const before = await footprint(worker);
  await worker.query('SAVEPOINT statement');
  try {
    await worker.query(statement.text);
  } catch (error) {
    if (!OUTSIDE.has((error as { code?: string }).code ?? '')) throw error;
    await worker.query('ROLLBACK TO SAVEPOINT statement');
    await worker.query('COMMIT');
    watcher.forget();
    const seen = await observeAlone(statement, sessions);
    await worker.query('BEGIN');
    return seen;
  }
  const locks = await watcher.newLocks();
  const { reads, writes } = await watcher.blocked();
  return {
    ...statement,
    inTransaction: true,
    locks,
    blocksReads: reads,
    blocksWrites: writes,
    ...difference(before, await footprint(worker)),
  };
}

/** Stops the statement at the point where it waits for other writers, which is where its locks can be seen. */
async function observeAlone(
  statement: Statement,
  { worker, watcher, bystander }: Sessions,
): Promise<StatementObservation> {
  const files = await footprint(worker);
  await bystander.query('BEGIN');
  const { rows } = await bystander.query<{ name: string }>(USER_TABLES);
  for (const { name } of rows)
    await bystander.query(`LOCK TABLE ONLY ${quoteTable(name)} IN ROW EXCLUSIVE MODE`);
  let isDone = false;
  const running = worker.query(statement.text).finally(() => {
    isDone = true;
  });
  running.catch(() => undefined);
  try {
    while (!isDone && !(await watcher.waits())) await sleep(PAUSE);
    const locks = isDone ? {} : await watcher.newLocks();
    const { reads, writes } = await watcher.blocked();
    await bystander.query('COMMIT');
    await running;
    const { rewritten } = difference(files, await footprint(worker));
    return {
      ...statement,
      inTransaction: false,
      locks,
      blocksReads: reads,
      blocksWrites: writes,
      rewritten,
      rowsRead: {},
      rowsChanged: {},
    };
  } finally {
    await bystander.query('ROLLBACK');
    await running.catch(() => undefined);
    watcher.forget();
  }
}
