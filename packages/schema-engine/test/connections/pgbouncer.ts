import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

// Debian puts it where only root looks.
const PATH = `${process.env.PATH}:/usr/sbin`;

/** Whether this machine has PgBouncer. Where a step of the build says that it must, the tests run and fail without. */
export const hasPgbouncer =
  process.env.DB_TESTING_POOLER === 'pgbouncer' ||
  spawnSync('pgbouncer', ['--version'], { env: { ...process.env, PATH } }).status === 0;

/** PgBouncer refuses to run as root: Debian's `nobody`. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Starts a PgBouncer before the server and the user of a connection string. */
export async function startPgbouncer(direct: string, mode: 'transaction' | 'session') {
  const { hostname, port: serverPort, username, password } = new URL(direct);
  const folder = await mkdtemp(join(tmpdir(), 'schema-engine-pgbouncer-'));
  const port = await freePort();
  const [users, settings] = [join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')];
  await writeFile(users, `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`);
  await writeFile(
    settings,
    `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
pool_mode = ${mode}
default_pool_size = ${mode === 'transaction' ? 1 : 10}
auth_type = scram-sha-256
auth_file = ${users}
ignore_startup_parameters = extra_float_digits
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
`,
  );
  if (isRoot) {
    await Promise.all([folder, users, settings].map((path) => chown(path, NOBODY, NOBODY)));
  }
  const child = spawn('pgbouncer', ['-q', settings], {
    env: { ...process.env, PATH },
    stdio: 'ignore',
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  await untilReady(child, port);
  const pooled = new URL(direct);
  pooled.port = String(port);
  return {
    url: pooled.href,
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGINT');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  child.once('exit', (code) => {
    failure ??= new Error(`PgBouncer ended with ${code}.`);
  });
  while (!(await answers(port))) {
    if (failure !== undefined) {
      throw failure;
    }
    await wait(20);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
