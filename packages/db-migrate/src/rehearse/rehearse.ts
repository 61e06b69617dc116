import type { Client } from 'pg';
import type { Catalog, CatalogOptions } from '../catalog/catalog.ts';
import { compareCatalogs, withoutConsequences } from '../catalog/compare-catalogs.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import type { MigrationFiles } from '../check/files/migration-files.ts';
import { during, withConnection } from '../database/connect.ts';
import { requireRoles } from '../database/require-roles.ts';
import { ROLES } from '../database/roles.ts';
import { withScratchDatabase } from '../database/scratch.ts';
import { compareRows, type Rows, readRows } from './data/rows.ts';
import { chooseMigrations, type HistoryChoice } from './history.ts';
import { judge } from './judge.ts';
import { observeStep } from './observe-step.ts';
import { type Dump, prepare } from './prepare.ts';
import type { Direction, Rehearsal, RehearsedStep } from './report.ts';
import type { Thresholds } from './thresholds.ts';

export interface RehearseOptions extends HistoryChoice, Thresholds {
  /** Folder with the migrations. */
  readonly project: string;
  /** Connection string of the role that migrates, which may create databases: a scratch database is made beside that of the string. */
  readonly url: string;
  /** A superuser of the same server, to load a dump and to read all rows; by default the role that migrates. */
  readonly superuserUrl?: string;
  /** Writes rows into a migrated database; called with the connection string of the role that migrates. */
  readonly fill?: { readonly name: string; readonly run: (url: string) => Promise<unknown> };
  /** A dump instead, of which its own history says what is new: see `loadSql`, or `openDump` of @org/db-operations. */
  readonly dump?: Dump;
  readonly onProgress?: (line: string) => void;
  /** Told how to delete what could not be. */
  readonly onLeftover?: (note: string) => void;
  /** Ends the rehearsal; what it made is removed. */
  readonly signal?: AbortSignal;
}

/**
 * Rehearses migrations on a scratch database with rows in it, while other sessions read and write: up, down, and up again, each
 * statement observed. What is wrong with a migration is in the answer; only what keeps it from being rehearsed is thrown.
 *
 * @throws MigrateError REHEARSAL_EMPTY, REHEARSAL_DATA, DUMP_INVALID, MIGRATION_FAILED when the history before does not apply,
 * MIGRATIONS_MISSING, PUBLISHED_INVALID, ROLE_MISSING, as `connect`, and what loading a dump throws; the signal's reason when it was aborted
 */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
  const { signal, url, onLeftover } = options;
  // Wrong answers to this need no database.
  if (options.dump === undefined) await chooseMigrations(options.project, options);
  await withConnection(url, requireRoles);
  signal?.throwIfAborted();
  return withScratchDatabase(
    url,
    async (scratch) => {
      const work = new Run(options, scratch).run();
      work.catch(() => undefined);
      // The database is dropped under it: whatever runs there ends by that.
      return signal === undefined ? work : Promise.race([work, aborted(signal)]);
    },
    onLeftover,
  );
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

interface State {
  readonly catalog: Catalog;
  readonly rows: Rows;
}

const CATALOG: CatalogOptions = { partitions: 'named' };

class Run {
  readonly #options: RehearseOptions;
  readonly #url: string;
  readonly #reader: string;
  readonly #origin = performance.now();
  readonly #notes: string[] = [];
  #role: string | undefined;

  constructor(options: RehearseOptions, scratch: string) {
    this.#options = options;
    this.#url = scratch;
    this.#reader = onDatabase(options.superuserUrl ?? scratch, new URL(scratch).pathname);
  }

  async run(): Promise<Rehearsal> {
    const { history, data, notes } = await prepare({
      ...this.#options,
      url: this.#url,
      reader: this.#reader,
    });
    this.#notes.push(...notes);
    const { server, role } = await withConnection(this.#reader, about);
    this.#role = role;
    if (role === undefined)
      this.#notes.push('The probes work as the role that migrates: it may not become org_app.');
    const first = await this.#state();
    const states = [first];
    const steps: RehearsedStep[] = [];
    const go = async (file: MigrationFiles, direction: Direction, expected?: State, from?: State) => {
      const [step, state] = await this.#step(file, direction, states.at(-1) ?? first, expected, from);
      steps.push(step);
      return step.failure === undefined ? state : undefined;
    };
    const isWhole = await this.#walk(history.rehearsed, states, go);
    const report = {
      server,
      data,
      rows: [...first.rows.values()].reduce((sum, { count }) => sum + count, 0),
      history: history.before.length,
      migrations: history.rehearsed.map(({ name }) => name),
      duration: performance.now() - this.#origin,
      steps,
      notes: this.#notes,
    };
    return { ...report, problems: judge(steps, history.rehearsed, isWhole, this.#options) };
  }

  /** Up all, down all, and up all again, until one fails. */
  async #walk(
    files: readonly MigrationFiles[],
    states: State[],
    go: (
      file: MigrationFiles,
      direction: Direction,
      expected?: State,
      from?: State,
    ) => Promise<State | undefined>,
  ): Promise<boolean> {
    for (const file of files) {
      const state = await go(file, 'up');
      if (state === undefined) return false;
      states.push(state);
    }
    for (const [index, file] of [...files.entries()].toReversed()) {
      if (!hasWayBack(file)) return false;
      if ((await go(file, 'down', states[index], states[index + 1])) === undefined) return false;
    }
    for (const [index, file] of files.entries()) {
      if ((await go(file, 'up again', states[index + 1], states[index])) === undefined) return false;
    }
    return true;
  }

  async #step(
    file: MigrationFiles,
    direction: Direction,
    now: State,
    expected: State | undefined,
    from: State | undefined,
  ): Promise<[RehearsedStep, State]> {
    this.#options.onProgress?.(`${direction}: ${file.name}`);
    const observed = await during(this.#url, `the rehearsal of ${file.name} went ${direction}`, () =>
      observeStep({
        url: this.#url,
        probes: { url: this.#reader, role: this.#role },
        script: (direction === 'down' ? file.rollback : file.script) ?? '',
        counts: new Map([...now.rows].map(([table, { count }]) => [table, count])),
        origin: this.#origin,
      }),
    );
    const state = await this.#state();
    const step: RehearsedStep = { migration: file.name, direction, ...observed };
    if (expected === undefined || from === undefined || observed.failure !== undefined) return [step, state];
    const differences = withoutConsequences(compareCatalogs(expected.catalog, state.catalog));
    const rows = compareRows(expected.rows, state.rows).filter(({ table, column }) =>
      // What the step itself adds is made anew; what it changes on its way up a way back need not change again.
      direction === 'down'
        ? column === undefined ||
          from.rows.get(table)?.columns[column]?.sum === expected.rows.get(table)?.columns[column]?.sum ||
          from.rows.get(table)?.columns[column] === undefined
        : from.rows.get(table)?.columns[column ?? ''] !== undefined || column === undefined,
    );
    return [{ ...step, differences, rows }, state];
  }

  async #state(): Promise<State> {
    return withConnection(this.#reader, async (client) => ({
      catalog: await readCatalog(client, CATALOG),
      rows: await readRows(client),
    }));
  }
}

/** Whether a migration can be taken back. One whose rollback does nothing says why (`orgdb:allow rollback-missing`). */
function hasWayBack({ rollback }: MigrationFiles): boolean {
  if (rollback === undefined) return false;
  return rollback.replace(/--.*$/gm, '').trim() !== '' || rollback.includes('orgdb:allow rollback-missing');
}

async function about(client: Client): Promise<{ server: string; role: string | undefined }> {
  const { rows } = await client.query<{ server: string; may: boolean }>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS server,
       coalesce((SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = $1), false) AS may`,
    [ROLES.app],
  );
  return { server: rows[0]?.server ?? '', role: rows[0]?.may ? ROLES.app : undefined };
}

function onDatabase(url: string, pathname: string): string {
  const other = new URL(url);
  other.pathname = pathname;
  return other.href;
}
