import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalServer, type PostgresMajor, resetServer, startServer, stopServer } from '@org/postgres';
import pg from 'pg';

/** The newest, or that of TEST_POSTGRES_VERSION, as the tests of the migrations have it. */
const VERSION = Number(process.env.TEST_POSTGRES_VERSION ?? '18') as PostgresMajor;

/** What a base copy leaves out: the process's own, the log, which is archived or streamed, and what is made anew. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot', 'pg_stat_tmp']);

/** A folder for servers that archive their log, deleted with them at the end. */
export interface Stage {
  /** Where a segment of the log is copied when it is full. */
  readonly archive: string;
  start(name: string): Promise<LocalServer>;
  stop(name: string): Promise<void>;
  /** A server of the given data, such as a base copy, with settings and files added to it. */
  startFrom(name: string, base: string, settings: string, signal: string): Promise<LocalServer>;
  /** A low-level base copy of a running server: what pg_basebackup does. */
  baseCopy(server: LocalServer): Promise<string>;
  end(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'recovery-test-'));
  // The server's account has to get in.
  await chmod(folder, 0o711);
  const archive = path.join(folder, 'archive');
  await mkdir(archive);
  const names = new Set<string>();
  let primary: LocalServer | undefined;
  const directoryOf = (name: string) => path.join(folder, name);
  const start = async (name: string, port?: number) => {
    names.add(name);
    const server = await startServer({
      directory: directoryOf(name),
      version: VERSION,
      ...(port === undefined ? {} : { port }),
    });
    primary ??= server;
    return server;
  };
  const stop = async (name: string) => void (await stopServer({ directory: directoryOf(name) }));
  return {
    archive,
    start: async (name) => {
      const server = await start(name);
      // Whoever the server runs as writes there.
      const { uid, gid } = await stat(await dataOf(server));
      if (process.getuid?.() === 0) await chown(archive, uid, gid);
      return server;
    },
    stop,
    async baseCopy(server) {
      const copy = path.join(folder, `base-${names.size}`);
      const source = await dataOf(server);
      await mkdir(copy);
      const client = await connect(server);
      try {
        await client.query("SELECT pg_backup_start('base', true)");
        for (const name of await readdir(source)) {
          if (!LEFT_OUT.has(name))
            await cp(path.join(source, name), path.join(copy, name), { recursive: true });
        }
        const { rows } = await client.query<{ labelfile: string }>(
          'SELECT labelfile FROM pg_backup_stop(true)',
        );
        await writeFile(path.join(copy, 'backup_label'), rows[0]?.labelfile ?? '');
      } finally {
        await client.end();
      }
      for (const name of ['pg_wal', 'pg_replslot', 'pg_stat_tmp']) await mkdir(path.join(copy, name));
      return copy;
    },
    async startFrom(name, base, settings, signal) {
      // A server of the same settings; its data is replaced.
      const empty = await start(name);
      const target = await dataOf(empty);
      await stop(name);
      const { uid, gid } = await stat(target);
      for (const entry of await readdir(target)) await rm(path.join(target, entry), { recursive: true });
      await cp(base, target, { recursive: true });
      await writeFile(path.join(target, signal), '');
      await writeFile(path.join(target, 'postgresql.auto.conf'), `fsync = off\n${settings}`);
      for (const entry of await readdir(target, { recursive: true }))
        if (process.getuid?.() === 0) await chown(path.join(target, entry), uid, gid);
      // The roles came with the data, and so did their passwords.
      const secret = path.join(String(VERSION), 'password');
      await writeFile(
        path.join(empty.directory, secret),
        await readFile(path.join(primary?.directory ?? '', secret)),
      );
      return start(name, empty.port);
    },
    async end() {
      for (const name of names) await resetServer({ directory: directoryOf(name) });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connect(server: LocalServer): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url() });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export async function query<T extends pg.QueryResultRow>(server: LocalServer, sql: string): Promise<T[]> {
  const client = await connect(server);
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function dataOf(server: LocalServer): Promise<string> {
  const [row] = await query<{ data_directory: string }>(server, 'SHOW data_directory');
  return row?.data_directory ?? '';
}
