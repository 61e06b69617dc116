import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, startRun, type TestDatabase, type TestRun } from '@org/db-testing';
import { type LocalServer, resetServer, startServer, stopServer } from '@org/postgres';
import pg from 'pg';

/** A primary with a streaming standby, both servers of the test's own, and a migrated database. */
export interface Cluster {
  readonly database: TestDatabase;
  /** Another migrated database; to be dropped before the end. */
  newDatabase(): Promise<TestDatabase>;
  /** The connection string of the services' role on the standby, to `database` if no other is named. */
  replicaUrl(other?: TestDatabase): string;
  readonly primary: pg.Client;
  /** A superuser's connection to the standby; another one after a restart. */
  readonly standby: pg.Client;
  stopStandby(): Promise<void>;
  startStandby(): Promise<void>;
  /** Waits until the standby has replayed all that the primary has written by now. */
  untilReplayed(): Promise<void>;
  end(): Promise<void>;
}

/** What a base backup leaves out: the process's own, the log, which is streamed, and what is made anew. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot', 'pg_stat_tmp']);

export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(path.join(tmpdir(), 'org-db-standby-'));
  // The server's account has to get in.
  await chmod(folder, 0o711);
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const end = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const primaryServer = await startServer({ directory: path.join(folder, 'primary') });
    undo.push(() => resetServer({ directory: primaryServer.directory }));
    await careless(primaryServer);
    const run = await startPrivateRun(folder, primaryServer);
    undo.push(() => run.stop());
    const database = await createTestDatabase({ run: run.handle });
    undo.push(() => database.drop());
    const primary = await connect(primaryServer, database.name);
    undo.push(() => primary.end());

    const directory = path.join(folder, 'standby');
    undo.push(() => resetServer({ directory }));
    let server = await makeStandby(primaryServer, primary, directory);
    let standby = await connect(server, database.name);
    undo.push(() => standby.end());
    return {
      database,
      primary,
      get standby() {
        return standby;
      },
      newDatabase: () => createTestDatabase({ run: run.handle }),
      replicaUrl(other = database) {
        const url = new URL(other.url('app'));
        url.port = String(server.port);
        return url.toString();
      },
      async stopStandby() {
        await standby.end();
        await stopServer({ directory });
      },
      async startStandby() {
        server = await startServer({ directory, port: server.port });
        standby = await connect(server, database.name);
      },
      async untilReplayed() {
        // A commit of its own, which is written out with all before it.
        const { rows } = await primary.query(
          "select pg_logical_emit_message(true, 'test', '')::text as position",
        );
        for (;;) {
          const { rows: replayed } = await standby.query(
            'select pg_last_wal_replay_lsn() >= $1::pg_lsn as done',
            [rows[0].position],
          );
          if (replayed[0].done) return;
          await sleep(10);
        }
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function startPrivateRun(folder: string, server: LocalServer): Promise<TestRun> {
  return await startRun({
    project: path.join(import.meta.dirname, '..'),
    directory: path.join(folder, 'run'),
    env: { DATABASE_URL_TEST: server.url() },
  });
}

/** What is written here need not outlive a crash of the machine. The profile for tests would write no log to stream. */
async function careless(server: LocalServer): Promise<void> {
  const client = await connect(server, 'postgres');
  await client.query('alter system set fsync = off');
  await client.query('alter system set full_page_writes = off');
  await client.query('select pg_reload_conf()');
  await client.end();
}

async function connect(server: LocalServer, database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url({ database }) });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A low-level base backup. @see https://www.postgresql.org/docs/current/continuous-archiving.html */
async function makeStandby(primary: LocalServer, client: pg.Client, directory: string): Promise<LocalServer> {
  // A server of the same settings; its data is replaced by the primary's.
  const empty = await startServer({ directory });
  const target = await dataOf(empty);
  await stopServer({ directory });
  const { uid, gid } = await stat(target);
  for (const name of await readdir(target)) await rm(path.join(target, name), { recursive: true });

  await client.query("select pg_backup_start('standby', true)");
  const source = await dataOf(primary);
  for (const name of await readdir(source)) {
    if (!LEFT_OUT.has(name)) await cp(path.join(source, name), path.join(target, name), { recursive: true });
  }
  const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
  for (const name of ['pg_wal', 'pg_replslot', 'pg_stat_tmp'])
    await mkdir(path.join(target, name), { mode: 0o700 });
  await writeFile(path.join(target, 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600 });
  await writeFile(path.join(target, 'standby.signal'), '', { mode: 0o600 });
  const { username, password } = new URL(primary.url());
  await writeFile(
    path.join(target, 'postgresql.auto.conf'),
    `fsync = off\nprimary_conninfo = 'host=${primary.host} port=${primary.port} user=${username} password=${password}'\n`,
    { mode: 0o600 },
  );
  if (process.getuid?.() === 0) await chownAll(target, uid, gid);
  // The roles came with the data, and so did their passwords.
  const secret = path.join(String(primary.version), 'password');
  await writeFile(path.join(directory, secret), await readFile(path.join(primary.directory, secret)));
  return await startServer({ directory, port: empty.port });
}

async function dataOf(server: LocalServer): Promise<string> {
  const client = await connect(server, 'postgres');
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory ?? '';
  } finally {
    await client.end();
  }
}

async function chownAll(folder: string, uid: number, gid: number): Promise<void> {
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { recursive: true }))
    await chown(path.join(folder, entry), uid, gid);
}
