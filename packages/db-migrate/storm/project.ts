import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StormMigration } from './history.ts';

const ORGDB = fileURLToPath(new URL('../../../apps/cli/bin/orgdb.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface StormProject {
  /** Starts `orgdb` as the leader of a process group of its own. */
  start(args: readonly string[], url: string): Started;
  remove(): Promise<void>;
}

/** A project with the history in a temporary folder; the database comes with each command. */
export async function stormProject(migrations: readonly StormMigration[]): Promise<StormProject> {
  const folder = await mkdtemp(join(tmpdir(), 'deploy-storm-'));
  for (const { name, sql, rollback } of migrations) {
    const target = join(folder, 'prisma/migrations', name);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'migration.sql'), sql);
    await writeFile(join(target, 'rollback.sql'), rollback);
  }
  await writeFile(join(folder, 'prisma/schema.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  await writeFile(
    join(folder, 'prisma.config.mjs'),
    "export default { schema: 'prisma/schema.prisma', datasource: { url: process.env.DATABASE_URL } };\n",
  );
  return {
    start(args, url) {
      const child = spawn(process.execPath, [ORGDB, ...args], {
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH ?? '',
          HOME: process.env.HOME ?? '',
          ORGDB_HOME: join(folder, '.pg'),
          ORGDB_PROJECT: folder,
          DATABASE_URL: url,
        },
      });
      return { child, ended: endOf(child) };
    },
    remove: async () => {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let output = '';
    const collect = (text: string) => {
      output += text;
    };
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
    child.on('error', reject);
    // Not `close`: a part of it that survives holds the pipes open.
    child.on('exit', (code) => setTimeout(() => resolve({ code, output }), 50));
  });
}
