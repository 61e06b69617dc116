import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DbTestingError, reason } from '../errors.ts';
import { currentRun, type RunHandle } from '../run/handle.ts';
import type { Login } from '../run/logins.ts';
import { poolerQuery } from './console.ts';

export interface PoolerOptions {
  /** Default: the run that vitest's global setup started. */
  run?: Pick<RunHandle, 'adminUrl' | 'logins'>;
  /** Further settings of the section `[pgbouncer]`; they go before the ones here. */
  settings?: Readonly<Record<string, string | number>>;
}

/** A PgBouncer in transaction mode, in front of the server for tests. */
export interface Pooler {
  /** Where it listens, and the login of its console. */
  readonly handle: PoolerHandle;
  /** The same connection string, through the pooler; of a role's login, as it knows no others. */
  url(direct: string): string;
  /** Ends it. A second call does nothing. */
  stop(): Promise<void>;
  /** `stop()`, so that `await using` works. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PoolerHandle {
  host: string;
  port: number;
  console: Login;
  /** Does it keep track of prepared statements? From 1.21 on. */
  preparedStatements: boolean;
}

const READY_MILLISECONDS = 10_000;
// Debian's `nobody` and `nogroup`: PgBouncer refuses to run as root.
const NOBODY = 65_534;

const DEFAULTS = {
  pool_mode: 'transaction',
  auth_type: 'scram-sha-256',
  // Few enough for tests to share server sessions, more than one of their pools asks for.
  default_pool_size: 6,
  max_client_conn: 1_000,
  // A database that is gone, or a server that restarts, must not keep others waiting.
  server_login_retry: 0.1,
  unix_socket_dir: '',
  listen_addr: '127.0.0.1',
};

/**
 * Starts the `pgbouncer` of the PATH (Debian's package) with settings of its own. It ends with `stop`, or with this
 * process.
 *
 * @throws DbTestingError POOLER_FAILED when it is not installed or does not start; NO_RUN
 */
export async function startPooler(options: PoolerOptions = {}): Promise<Pooler> {
  const run = options.run ?? currentRun();
  const directory = await mkdtemp(path.join(os.tmpdir(), 'org-pgbouncer-'));
  const handle: PoolerHandle = {
    host: '127.0.0.1',
    port: await freePort(),
    console: { user: 'org_test_console', password: randomBytes(24).toString('base64url') },
    preparedStatements: false,
  };
  const logins = [...Object.values(run.logins), handle.console];
  const settings = { ...DEFAULTS, ...options.settings };
  const files = {
    'pgbouncer.ini': configuration(new URL(run.adminUrl), { directory, handle, settings }),
    'users.txt': logins.map(({ user, password }) => `"${user}" "${password}"\n`).join(''),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(directory, name), text, { mode: 0o600 });
    if (process.getuid?.() === 0) await chown(path.join(directory, name), NOBODY, NOBODY);
  }
  if (process.getuid?.() === 0) await chown(directory, NOBODY, NOBODY);
  const child = launch(path.join(directory, 'pgbouncer.ini'));
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= end(child).then(() => rm(directory, { recursive: true, force: true }));
    return stopped;
  };
  try {
    handle.preparedStatements = tracksStatements(await untilReady(child, handle));
  } catch (cause) {
    const log = await readFile(path.join(directory, 'log'), 'utf8').catch(() => '');
    await stop();
    const last = log.trim().split('\n').at(-1);
    throw new DbTestingError('POOLER_FAILED', `PgBouncer did not start: ${reason(cause)} ${last}`.trim(), {
      cause,
    });
  }
  return {
    handle,
    url: (direct) => pooledUrl(direct, handle),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The same database and login, through a pooler. */
export function pooledUrl(direct: string, { host, port }: PoolerHandle): string {
  const url = new URL(direct);
  url.hostname = host;
  url.port = String(port);
  return url.toString();
}

function configuration(
  server: URL,
  { directory, handle, settings }: { directory: string; handle: PoolerHandle; settings: object },
): string {
  const host = server.hostname.replace(/[[\]]/g, '');
  const all = {
    ...settings,
    listen_port: handle.port,
    auth_file: path.join(directory, 'users.txt'),
    admin_users: handle.console.user,
    logfile: path.join(directory, 'log'),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}\n`);
  return `[databases]\n* = host=${host} port=${server.port || 5432}\n[pgbouncer]\n${lines.join('')}`;
}

// `setpriv` is part of every Debian: the pooler gets a user of its own, and ends with this process whatever ends it.
function launch(file: string): ChildProcess {
  const user = process.getuid?.() === 0 ? [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
  const child = spawn('setpriv', [...user, '--pdeathsig=TERM', 'pgbouncer', '-q', file], {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  child.on('error', () => undefined); // `untilReady` tells it.
  return child;
}

/** Its version, such as `PgBouncer 1.18.0`. */
async function untilReady(child: ChildProcess, handle: PoolerHandle): Promise<string> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  child.once('exit', (code) => {
    failure ??= new Error(
      code === 127 ? "is Debian's package `pgbouncer` installed?" : `it ended with ${code}.`,
    );
  });
  const deadline = Date.now() + READY_MILLISECONDS;
  for (;;) {
    if (failure) throw failure;
    try {
      const [row] = await poolerQuery(handle, 'SHOW VERSION');
      return row?.version ?? '';
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(30);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // At once: it would wait for clients on SIGINT.
  child.kill('SIGTERM');
  await ended;
}

function tracksStatements(version: string): boolean {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  return major > 1 || minor >= 21;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
