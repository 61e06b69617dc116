import type { Client } from 'pg';
import type { MigrationFiles } from '../check/files/migration-files.ts';
import { connectionLost, during, isConnectionLost, withConnection } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import { hasHistory, readHistory } from '../history/history.ts';
import { applyScript, ScriptFailure } from '../script/run-script.ts';
import { generateRows } from './data/generate-rows.ts';
import { chooseMigrations, type HistoryChoice, type RehearsalHistory } from './history.ts';

/** Rows, and the history that made their tables, from elsewhere: a dump or a backup. */
export interface Dump {
  readonly name: string;
  /** Loads it into an empty database. */
  readonly load: (url: string) => Promise<void>;
}

export interface PrepareOptions extends HistoryChoice {
  readonly project: string;
  /** The scratch database, as the role that migrates. */
  readonly url: string;
  /** The same, as the role that loads a dump. */
  readonly reader: string;
  readonly fill?: { readonly name: string; readonly run: (url: string) => Promise<unknown> };
  readonly dump?: Dump;
  readonly onProgress?: (line: string) => void;
}

export interface Prepared {
  readonly history: RehearsalHistory;
  /** Where the rows come from. */
  readonly data: string;
  readonly notes: readonly string[];
}

/**
 * Brings the scratch database to where the rehearsal begins: the migrations before, and rows, or a dump that has both.
 *
 * @throws MigrateError REHEARSAL_EMPTY, REHEARSAL_DATA, DUMP_INVALID, MIGRATION_FAILED
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { dump, project, url, reader, onProgress = () => undefined } = options;
  if (dump !== undefined) {
    onProgress(`Loading ${dump.name}`);
    await during(reader, `the dump ${dump.name} was loaded`, () => dump.load(reader));
    const applied = options.from === undefined ? await withConnection(reader, readApplied) : undefined;
    const history = await chooseMigrations(project, { ...options, ...(applied ? { applied } : {}) });
    return { history, data: `the dump ${dump.name}`, notes: [] };
  }
  const history = await chooseMigrations(project, options);
  onProgress(`Applying the ${history.before.length} migrations before`);
  await apply(url, history.before, 'script');
  const { data, notes } = await fillTables(options, history);
  return { history, data, notes: [...(history.note === undefined ? [] : [history.note]), ...notes] };
}

async function fillTables(
  options: PrepareOptions,
  history: RehearsalHistory,
): Promise<Pick<Prepared, 'data' | 'notes'>> {
  const { url, fill, onProgress = () => undefined } = options;
  if (fill !== undefined && history.before.length > 0) {
    onProgress(`Writing ${fill.name}`);
    try {
      await fill.run(url);
    } catch (cause) {
      if (isUnreachable(cause)) throw connectionLost(url, `${fill.name} were written`, cause);
      await fillFromAbove(options, history, cause as Error);
    }
  }
  const { filled, empty } = await withConnection(url, (client) => generateRows(client));
  const names = [
    ...(fill === undefined ? [] : [fill.name]),
    ...(filled.length > 0 ? [`made-up rows in ${filled.length} tables`] : []),
  ];
  return {
    data: names.join(', ') || 'no rows',
    notes: empty.map(({ table, reason }) => `${table} is empty: ${reason}.`),
  };
}

/** Seeds have errors of their own for it. */
const isUnreachable = (error: unknown): error is Error =>
  isConnectionLost(error) || (error as { code?: string } | null)?.code === 'DATABASE_UNREACHABLE';

/** Seeds may need what the new migrations make: then they are written behind them, and these are taken back. */
async function fillFromAbove(
  { url, reader, fill }: PrepareOptions,
  { before, rehearsed }: RehearsalHistory,
  reason: Error,
): Promise<void> {
  try {
    await dropAll(reader);
    await apply(url, [...before, ...rehearsed], 'script');
    await fill?.run(url);
    await apply(url, rehearsed.toReversed(), 'rollback');
  } catch (cause) {
    if (isUnreachable(cause)) throw connectionLost(url, `${fill?.name} were written`, cause);
    throw new MigrateError(
      'REHEARSAL_DATA',
      `${fill?.name} cannot be written: ${reason.message}. Behind the new migrations neither: ${(cause as Error).message}. Rehearse with a dump (--dump) or with made-up rows only (--no-seed).`,
      { cause },
    );
  }
}

async function dropAll(reader: string): Promise<void> {
  await withConnection(reader, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
    );
    for (const { name } of rows) await client.query(`DROP SCHEMA ${name} CASCADE`);
    await client.query(
      'CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC',
    );
  });
}

async function apply(
  url: string,
  files: readonly MigrationFiles[],
  kind: 'script' | 'rollback',
): Promise<void> {
  await withConnection(url, async (client) => {
    for (const file of files) {
      const name = kind === 'script' ? file.file : file.rollbackFile;
      try {
        await during(url, `${name} was applied to a scratch database`, () =>
          applyScript(client, file[kind] ?? ''),
        );
      } catch (cause) {
        if (!(cause instanceof ScriptFailure)) throw cause;
        const where = `${name}:${cause.line}`;
        throw new MigrateError('MIGRATION_FAILED', `${where}: ${cause.message}.`, { cause });
      }
    }
  });
}

async function readApplied(client: Client): Promise<string[]> {
  if (!(await hasHistory(client))) {
    throw new MigrateError(
      'DUMP_INVALID',
      'The dump holds no history of migrations (public._prisma_migrations), so it is not known what is new to it. Name the first migration that it lacks with --from.',
    );
  }
  return (await readHistory(client)).filter(({ finished }) => finished).map(({ name }) => name);
}
