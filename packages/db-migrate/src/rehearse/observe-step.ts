import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { withConnection } from '../database/connect.ts';
import { difference, footprint } from '../observe/footprint.ts';
import { Watcher } from '../observe/watcher.ts';
import { runScript, ScriptFailure, type ScriptStatement } from '../script/run-script.ts';
import { type Attribution, attribute } from './load/attribute.ts';
import { Load } from './load/load.ts';
import { touchedTables, writersLock } from './load/touched-tables.ts';
import type { RehearsedStep } from './report.ts';

/** Pause between two looks at a statement that runs by itself, in milliseconds. */
const PAUSE = 5;
/** How long the load runs alone, to learn what it writes, in milliseconds. */
const WARM_UP = 250;

export interface StepOptions {
  /** Connection string of the role that migrates. */
  readonly url: string;
  readonly probes: { readonly url: string; readonly role: string | undefined };
  readonly script: string;
  /** Rows by table, as they were before. */
  readonly counts: ReadonlyMap<string, number>;
  /** The rehearsal's beginning, on `performance.now`'s clock. */
  readonly origin: number;
}

export type ObservedStep = Omit<RehearsedStep, 'migration' | 'direction'>;

/** Runs a script under load, and tells what each statement did and who waited for it. A failure is part of the answer. */
export async function observeStep(options: StepOptions): Promise<ObservedStep> {
  const { url, probes, script, origin } = options;
  return withConnection(url, (worker) =>
    withConnection(url, (watching) =>
      withConnection(url, async (bystander) => {
        const tables = await touchedTables(watching, script);
        const { rows } = await worker.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const pid = rows[0]?.pid ?? 0;
        const load = await Load.start(watching, { ...probes, tables, worker: pid });
        const sessions = { worker, watching, bystander, watcher: new Watcher(watching, pid) };
        const observer = new Observer(sessions, { ...options, load });
        let failure: ScriptFailure | undefined;
        let begun = performance.now();
        let ended = begun;
        try {
          await observer.warmUp();
          begun = performance.now();
          await runScript(worker, script, (...attempt) => observer.attempt(...attempt));
        } catch (error) {
          if (!(error instanceof ScriptFailure)) throw error;
          failure = error;
        } finally {
          ended = performance.now();
          await load.stop();
        }
        const incidents = load.incidents.filter(({ until }) => until >= begun);
        return {
          at: begun - origin,
          duration: ended - begun,
          statements: attribute(observer.seen, incidents, observer.own, origin),
          probed: load.tables,
          unprobed: tables.filter((table) => !load.tables.includes(table)),
          refused: refusals(incidents),
          ...(failure === undefined
            ? {}
            : { failure: { code: failure.code, message: failure.message, line: failure.line } }),
        };
      }),
    ),
  );
}

interface Sessions {
  readonly worker: Client;
  readonly watching: Client;
  readonly bystander: Client;
  readonly watcher: Watcher;
}

class Observer {
  readonly seen: Attribution[] = [];
  /** When the rehearsal itself kept the migration's transaction open, to look at it. */
  readonly own: { from: number; until: number }[] = [];
  readonly #sessions: Sessions;
  readonly #options: StepOptions & { load: Load };
  #walPerWrite = 0;

  constructor(sessions: Sessions, options: StepOptions & { load: Load }) {
    this.#sessions = sessions;
    this.#options = options;
  }

  async warmUp(): Promise<void> {
    const { load } = this.#options;
    if (load.tables.length === 0) return;
    const before = await this.#wal();
    await sleep(WARM_UP);
    const after = await this.#wal();
    this.#walPerWrite =
      after.writes > before.writes ? (after.bytes - before.bytes) / (after.writes - before.writes) : 0;
  }

  async attempt(
    statement: ScriptStatement,
    inTransaction: boolean,
    send: () => Promise<void>,
  ): Promise<void> {
    const { worker, watcher } = this.#sessions;
    const looking = performance.now();
    const before = await footprint(worker);
    const wal = await this.#wal();
    const from = performance.now();
    this.own.push({ from: looking, until: from });
    const alone = inTransaction ? undefined : await this.#sendAlone(send);
    if (alone === undefined) await send();
    const until = performance.now();
    const locks = alone?.locks ?? (await watcher.newLocks());
    const { bytes, writes } = await this.#wal();
    const { rewritten, rowsChanged } = difference(before, await footprint(worker));
    if (!inTransaction) watcher.forget();
    this.own.push({ from: until, until: performance.now() });
    this.seen.push({
      statement: {
        ...statement,
        inTransaction,
        at: from - this.#options.origin,
        duration: until - from - (alone?.held ?? 0),
        locks,
        rewritten: rewritten.map((table) => ({ table, rows: this.#options.counts.get(table) ?? 0 })),
        rowsChanged: inTransaction ? rowsChanged : {},
        wal: Math.max(0, Math.round(bytes - wal.bytes - (writes - wal.writes) * this.#walPerWrite)),
      },
      from,
      until,
    });
  }

  /** Lets the statement wait once for a writer, which is where its locks can be seen for sure. */
  async #sendAlone(send: () => Promise<void>): Promise<{ locks: Record<string, string>; held: number }> {
    const { bystander, watcher } = this.#sessions;
    const { load } = this.#options;
    const hold = load.tables.length > 0;
    if (hold) await bystander.query(`BEGIN; ${writersLock(load.tables)}`);
    const from = performance.now();
    let isDone = false;
    const running = send().finally(() => {
      isDone = true;
    });
    running.catch(() => undefined);
    const locks: Record<string, string> = {};
    try {
      while (!isDone && !(await watcher.waits())) {
        Object.assign(locks, await watcher.newLocks());
        await sleep(PAUSE);
      }
      Object.assign(locks, isDone ? {} : await watcher.newLocks());
      const held = isDone ? 0 : performance.now() - from;
      if (hold) await bystander.query('COMMIT');
      this.own.push({ from, until: from + held });
      await running;
      return { locks, held };
    } finally {
      if (hold) await bystander.query('ROLLBACK').catch(() => undefined);
    }
  }

  async #wal(): Promise<{ bytes: number; writes: number }> {
    const { rows } = await this.#sessions.watching.query<{ bytes: string }>(
      "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS bytes",
    );
    return { bytes: Number(rows[0]?.bytes), writes: this.#options.load.writes };
  }
}

function refusals(incidents: Load['incidents']): RehearsedStep['refused'] {
  const found = new Map<string, { table: string; kind: 'read' | 'write'; times: number; message: string }>();
  for (const { table, kind, refusal } of incidents) {
    if (refusal === undefined) continue;
    const known = found.get(`${table} ${kind}`) ?? { table, kind, times: 0, message: refusal };
    found.set(`${table} ${kind}`, { ...known, times: known.times + 1 });
  }
  return [...found.values()];
}
