import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, startPooler, startRun } from '@org/db-testing';
import { resetServer, startServer } from '@org/postgres';
import pg from 'pg';

/** A server of the storm's own, with a fresh database, and a pooler in front of it if wanted. */
export interface StormServer {
  readonly url: string;
  readonly superuserUrl: string;
  readonly login: string;
  restart(how: 'stop' | 'crash'): Promise<void>;
  end(): Promise<void>;
}

const project = fileURLToPath(new URL('..', import.meta.url));
const NAME = 'storm';

/** Starts it all, in a folder of its own. Commits are durable against a crash of the server, if not of the machine. */
export async function startStormServer(pooled: boolean): Promise<StormServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'org-db-storm-'));
  // The server's account has to get in.
  await chmod(folder, 0o711);
  const directory = path.join(folder, 'server');
  const start = () => startServer({ directory, profile: 'test' });
  let server = await start();
  const { appUrl, handle } = await makeDatabase(directory);
  const pooler = pooled ? await startPooler({ run: handle, settings: { default_pool_size: 3 } }) : undefined;
  const superuserUrl = server.url({ database: NAME });
  return {
    url: pooler ? pooler.url(appUrl) : appUrl,
    superuserUrl,
    login: new URL(appUrl).username,
    async restart(how) {
      // PostgreSQL's immediate and fast shutdown.
      process.kill(server.pid, how === 'crash' ? 'SIGQUIT' : 'SIGINT');
      await untilEnded(server.pid);
      const before = server;
      server = await start();
      await before.release().catch(() => {});
      if (server.port !== before.port) throw new Error('The server came back on another port.');
    },
    async end() {
      await pooler?.stop();
      await server.release();
      await resetServer({ directory });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Clones the template of the tests, and takes the clone over from them: their run does not outlive a restart. */
async function makeDatabase(directory: string) {
  const run = await startRun({ project, directory, env: { DB_TESTING_SERVER: 'embedded' } });
  try {
    const { name, directUrl, superuserUrl } = await createTestDatabase({ run: run.handle });
    const appUrl = new URL(directUrl('app'));
    appUrl.pathname = `/${NAME}`;
    const settings = new URL(superuserUrl);
    settings.pathname = '/postgres';
    await onServer(settings.toString(), async (client) => {
      await client.query(`drop database if exists ${NAME} with (force)`);
      await client.query(`alter database ${name} rename to ${NAME}`);
      // What was acknowledged must survive a crash; the tests' server does not care.
      await client.query(`alter database ${NAME} set synchronous_commit = on`);
      await client.query('checkpoint');
    });
    return { appUrl: appUrl.toString(), handle: run.handle };
  } finally {
    await run.stop();
  }
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function untilEnded(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(20);
  }
}
