import type { Client } from 'pg';
import { quoteIdentifier } from '../derive/quote.ts';

/** `pg_locks` names, the weakest first. */
const MODES = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];
const LOCK_NOT_AVAILABLE = '55P03';

/** SQL: the tables that are ours to look at. */
export const USER_TABLES = `SELECT c.oid, n.nspname, c.relname, n.nspname || '.' || c.relname AS name
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** A session beside the one that works: it sees which locks that holds, and tries what other programs would do. */
export class Watcher {
  readonly #client: Client;
  readonly #pid: number;
  #held: Readonly<Record<string, string>> = {};

  /** @param pid process of the session that is watched */
  constructor(client: Client, pid: number) {
    this.#client = client;
    this.#pid = pid;
  }

  /** The locks that came since the last look, or became stronger; also those that are still waited for. */
  async newLocks(): Promise<Record<string, string>> {
    const { rows } = await this.#client.query<{ name: string; mode: string }>(
      `SELECT t.name, l.mode FROM pg_locks AS l JOIN (${USER_TABLES}) AS t ON t.oid = l.relation
       WHERE l.locktype = 'relation' AND l.pid = $1
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [this.#pid],
    );
    const strongest: Record<string, string> = {};
    for (const { name, mode } of rows) {
      if (rank(mode) > rank(strongest[name])) strongest[name] = mode;
    }
    const before = this.#held;
    this.#held = strongest;
    return Object.fromEntries(
      Object.entries(strongest).filter(([name, mode]) => rank(mode) > rank(before[name])),
    );
  }

  /** Which of the locked tables another session cannot lock as SELECT does, and as INSERT, UPDATE and DELETE do. */
  async blocked(): Promise<{ reads: string[]; writes: string[] }> {
    const reads: string[] = [];
    const writes: string[] = [];
    for (const table of Object.keys(this.#held)) {
      if (!(await this.#mayLock(table, 'ACCESS SHARE'))) reads.push(table);
      if (!(await this.#mayLock(table, 'ROW EXCLUSIVE'))) writes.push(table);
    }
    return { reads, writes };
  }

  /** Whether the watched session waits for a lock. */
  async waits(): Promise<boolean> {
    const { rows } = await this.#client.query<{ waits: boolean }>(
      "SELECT coalesce(bool_or(wait_event_type = 'Lock'), false) AS waits FROM pg_stat_activity WHERE pid = $1",
      [this.#pid],
    );
    return rows[0]?.waits === true;
  }

  /** The transaction that was watched has ended. */
  forget(): void {
    this.#held = {};
  }

  async #mayLock(table: string, mode: 'ACCESS SHARE' | 'ROW EXCLUSIVE'): Promise<boolean> {
    await this.#client.query('BEGIN');
    try {
      await this.#client.query(`LOCK TABLE ONLY ${quoteTable(table)} IN ${mode} MODE NOWAIT`);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return false;
      throw error;
    } finally {
      await this.#client.query('ROLLBACK');
    }
  }
}

/** `schema.name` as SQL; a dot within a name belongs to the name of the table. */
export function quoteTable(table: string): string {
  const dot = table.indexOf('.');
  return `${quoteIdentifier(table.slice(0, dot))}.${quoteIdentifier(table.slice(dot + 1))}`;
}

function rank(mode: string | undefined): number {
  return mode === undefined ? -1 : MODES.indexOf(mode);
}
