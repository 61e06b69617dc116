import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { resetServer, startServer } from '@org/postgres';
import pg from 'pg';

export const BIN = fileURLToPath(new URL('../bin/orgdb.js', import.meta.url));
const PROJECT = path.dirname(createRequire(import.meta.url).resolve('@org/db/package.json'));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  pid: number;
  ended: Promise<Ended>;
  /** Resolves when standard output or error holds the text; rejects when the process ends before. */
  says(text: string): Promise<void>;
  /** The number in what it said so far. */
  find(pattern: RegExp): number;
}

/** A home of its own for the local server, deleted with everything in it at the end. */
export interface Home {
  directory: string;
  /** Environment of each command: the home, and no database of the machine. */
  env: Record<string, string>;
  run(args: readonly string[], env?: Record<string, string>): Promise<Ended>;
  /**
   * `orgdb up`, on a server that was started without what keeps data over a power cut, and is faster for it. Not for tests of the server
   * itself, nor of pg_stat_statements, which only the one that orgdb starts has.
   */
  up(args?: readonly string[], env?: Record<string, string>): Promise<Ended>;
  start(args: readonly string[], env?: Record<string, string>): Running;
  /** `run` with --json, its output parsed. */
  json(
    args: readonly string[],
    env?: Record<string, string>,
  ): Promise<{ code: number | null; value: unknown }>;
  dispose(): Promise<void>;
}

export async function newHome(): Promise<Home> {
  const folder = await mkdtemp(path.join(tmpdir(), 'orgdb-test-'));
  const directory = path.join(folder, '.pg');
  const env = { ORGDB_HOME: directory };
  const start = (args: readonly string[], more: Record<string, string> = {}) =>
    startOrgdb(args, { ...env, ...more });
  const run = (args: readonly string[], more?: Record<string, string>) => start(args, more).ended;
  return {
    directory,
    env,
    run,
    start,
    up: async (args = [], more) => {
      const server = await startServer({ directory, profile: 'test' });
      try {
        return await run(['up', ...args], more);
      } finally {
        await server.release();
      }
    },
    json: async (args, more) => {
      const { code, stdout } = await run([...args, '--json'], more);
      return { code, value: JSON.parse(stdout) };
    },
    dispose: async () => {
      await resetServer({ directory });
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * A copy of the schema and its migrations, to be changed by a test; lies in `folder`.
 *
 * @param most how many of the migrations, from the first: all of them make some 3,000 objects, which takes time
 */
export async function newProject(folder: string, most = Number.POSITIVE_INFINITY): Promise<string> {
  const project = path.join(folder, 'project');
  await mkdir(project, { recursive: true });
  for (const name of ['prisma', 'generator', 'prisma.config.ts', 'package.json']) {
    await cp(path.join(PROJECT, name), path.join(project, name), { recursive: true });
  }
  await symlink(path.join(PROJECT, 'node_modules'), path.join(project, 'node_modules'));
  const migrations = path.join(project, 'prisma/migrations');
  const names = (await readdir(migrations)).filter((name) => /^\d/.test(name)).sort();
  for (const name of names.slice(most)) await rm(path.join(migrations, name), { recursive: true });
  return project;
}

/**
 * A project with two tables, in which Prisma has little to read: the foundation of the real one, and what `migrate new` is to make of
 * `tenants` and `tenant_settings`.
 */
export async function newSmallProject(folder: string): Promise<string> {
  const project = await newProject(folder, 1);
  const prisma = path.join(project, 'prisma');
  const main = await readFile(path.join(prisma, 'schema/main.prisma'), 'utf8');
  await rm(path.join(prisma, 'schema'), { recursive: true });
  await mkdir(path.join(prisma, 'schema/core'), { recursive: true });
  await writeFile(
    path.join(prisma, 'schema/main.prisma'),
    main.replace(/schemas( *)= \[.*\]/, 'schemas$1= ["core"]'),
  );
  await writeFile(path.join(prisma, 'schema/core/tenant.prisma'), SMALL_SCHEMA);
  return project;
}

const SMALL_SCHEMA = `enum TenantStatus {
  TRIAL
  ACTIVE

  @@map("tenant_status")
  @@schema("core")
}

/// @tenant(self)
/// @readOnly
model Tenant {
  id     String       @id @default(dbgenerated("core.uuid_v7()")) @db.Uuid
  slug   String       @unique
  status TenantStatus @default(TRIAL)

  settings TenantSettings?

  @@map("tenants")
  @@schema("core")
}

model TenantSettings {
  tenantId   String @id @default(dbgenerated("core.current_tenant_id()")) @map("tenant_id") @db.Uuid
  dateFormat String @default("iso") @map("date_format")

  tenant Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade, onUpdate: NoAction)

  @@map("tenant_settings")
  @@schema("core")
}
`;

export async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

function startOrgdb(args: readonly string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a terminal gives to what it starts.
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      child.emit('said');
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output.stdout.includes(text) || output.stderr.includes(text)) resolve();
      };
      child.on('said', look);
      child.once('close', () =>
        reject(new Error(`it ended without "${text}": ${output.stdout}${output.stderr}`)),
      );
      look();
    });
  const find = (pattern: RegExp) => Number(pattern.exec(output.stdout + output.stderr)?.[1]);
  return { child, pid: child.pid ?? 0, ended, says, find };
}
