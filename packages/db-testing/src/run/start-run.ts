import type { Client } from 'pg';
import { DbTestingError } from '../errors.ts';
import { newRunId } from '../names.ts';
import { startPooler } from '../pooler/pgbouncer.ts';
import { chooseServer } from '../server/choose.ts';
import { ensureTemplate } from '../template/ensure-template.ts';
import { hashMigrations } from '../template/hash.ts';
import { databaseUrl } from '../url.ts';
import type { RunHandle } from './handle.ts';
import { lock } from './locks.ts';
import { ensureLogins } from './logins.ts';
import { connectToSettings, serverFailure, settingsUrl } from './settings.ts';
import { dropRun, sweep } from './sweep.ts';

export interface RunOptions {
  /** Folder with prisma.config.ts, the schema and the migrations. */
  project: string;
  /** Folder of the embedded server, kept out of git. */
  directory: string;
  /**
   * Default `process.env`: DATABASE_URL_TEST, DB_TESTING_SERVER, DB_TESTING_IMAGE, DB_TESTING_VERSION,
   * DB_TESTING_POOLER, DOCKER_HOST.
   */
  env?: NodeJS.ProcessEnv;
  /** Told which server is used, and what takes time. */
  onProgress?: (line: string) => void;
}

/** Tests under way on a server. */
export interface TestRun {
  readonly handle: RunHandle;
  /** Drops every database of the run and leaves the server. */
  stop(): Promise<void>;
}

/**
 * Finds a server, makes the template that databases are cloned from unless an earlier run did, and drops what runs that
 * have ended left behind. It ends with `stop`, or with the process: then a later run drops its databases.
 *
 * @throws DbTestingError OPTION_INVALID, CONTAINER_FAILED, SERVER_FAILED, SERVER_RIGHTS, TEMPLATE_FAILED, POOLER_FAILED
 */
export async function startRun(options: RunOptions): Promise<TestRun> {
  const tell = options.onProgress ?? (() => undefined);
  const server = await chooseServer({ directory: options.directory, env: options.env ?? process.env });
  const undo: (() => Promise<unknown>)[] = [() => server.stop()];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    tell(`Databases for tests: ${server.description}`);
    const client = await connectToSettings(server.url);
    undo.push(() => client.end());
    const handle = await prepare(client, server.url, options, tell);
    undo.push(() => dropRun(client, handle.runId));
    if (!wantsPooler(options.env ?? process.env)) return { handle, stop };
    const pooler = await startPooler({ run: handle });
    undo.push(() => pooler.stop());
    tell('Through PgBouncer, in transaction mode');
    return { handle: { ...handle, pooler: pooler.handle }, stop };
  } catch (error) {
    await stop();
    throw serverFailure(error);
  }
}

function wantsPooler({ DB_TESTING_POOLER: wish }: NodeJS.ProcessEnv): boolean {
  if (wish && wish !== 'pgbouncer') {
    throw new DbTestingError('OPTION_INVALID', `DB_TESTING_POOLER is ${wish}; it can be pgbouncer.`);
  }
  return Boolean(wish);
}

async function prepare(
  client: Client,
  url: string,
  options: RunOptions,
  onProgress: (line: string) => void,
): Promise<RunHandle> {
  const runId = newRunId();
  // Held until the connection ends: the sign for other runs that this one lives.
  await lock(client, { space: 'run', id: runId }, 'exclusive');
  const logins = await ensureLogins(client);
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  const hash = await hashMigrations(options.project, rows[0]?.server_version ?? '');
  await sweep(client, { runId, hash });
  const adminUrl = settingsUrl(url);
  const ownerUrl = (database: string) => databaseUrl(adminUrl, database, logins.owner);
  try {
    const template = await ensureTemplate(client, {
      project: options.project,
      hash,
      runId,
      ownerUrl,
      onProgress,
    });
    return { runId, adminUrl, logins, template };
  } catch (error) {
    await dropRun(client, runId);
    throw error;
  }
}
