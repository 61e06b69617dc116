import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { engineEnvironment } from '../src/environment.ts';
import type { StormMigration } from './history.ts';

const prismaCli = join(
  dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build',
  'index.js',
);

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface StormProject {
  /** Starts the CLI as the leader of a process group of its own. */
  start(args: string[], url: string): { child: ChildProcess; ended: Promise<Ended> };
  remove(): Promise<void>;
}

/** A Prisma project with the history in a temporary folder; the database comes with each command. */
export async function stormProject(migrations: readonly StormMigration[]): Promise<StormProject> {
  const folder = await mkdtemp(join(tmpdir(), 'schema-engine-storm-'));
  for (const { name, sql } of migrations) {
    await mkdir(join(folder, 'migrations', name), { recursive: true });
    await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql);
  }
  await writeFile(join(folder, 'migrations', 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(join(folder, 'schema.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  await writeFile(
    join(folder, 'prisma.config.mjs'),
    `export default { schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url: process.env.STORM_URL } };\n`,
  );
  return {
    start(args, url) {
      const child = spawn(process.execPath, [prismaCli, ...args], {
        cwd: folder,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...engineEnvironment(),
          PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:9',
          NO_COLOR: '1',
          STORM_URL: url,
        },
      });
      return { child, ended: endOf(child) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
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
