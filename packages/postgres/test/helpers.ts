import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, type QueryResultRow } from 'pg';
import { afterEach } from 'vitest';
import { type LocalServer, resetServer, type ServerOptions, stopServer } from '../src/index.ts';
import { waitUntil } from '../src/processes.ts';

const folders: string[] = [];
const children: ChildProcess[] = [];

// Whatever a test did: no process and no file stays.
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) {
    for (const name of await readdir(folder).catch(() => [])) {
      await resetServer({ directory: join(folder, name) }).catch(() => undefined);
      await stopServer({ directory: join(folder, name) }).catch(() => undefined);
    }
    await rm(folder, { recursive: true, force: true });
  }
});

/** A folder that stands for a checkout's parent; `pg` in it is where servers go. */
export async function temporaryFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'org postgres '));
  await chmod(folder, mode);
  folders.push(folder);
  return folder;
}

export async function temporaryDirectory(): Promise<string> {
  return join(await temporaryFolder(), '.pg');
}

export interface User {
  child: ChildProcess;
  pid: number;
  port: number;
  started: boolean;
}

/** Another process that starts or joins the server; `exit`: and ends without releasing it. */
export async function startUser(options: ServerOptions, afterwards: 'wait' | 'exit' = 'wait'): Promise<User> {
  const program = fileURLToPath(new URL('./user.ts', import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(options), afterwards], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as Omit<User, 'child'>) };
}

export async function query<Row extends QueryResultRow>(server: LocalServer, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The server's and the keeper's processes of a folder, as the system lists them. */
export async function processesOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(folder) && !line.includes('test/user.ts'));
}

export async function untilNoProcesses(folder: string): Promise<boolean> {
  return waitUntil(async () => (await processesOf(folder)).length === 0, 15_000, 50);
}
