import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { engineEnvironment } from '@org/schema-engine';
import pg from 'pg';
import type { BenchOptions } from '../bench.ts';
import { percentile, type Run } from '../measure.ts';
import type { Findings } from '../report.ts';
import { history800, history1000, type LongHistory } from './engine-histories.ts';

const PRISMA = path.join(
  path.dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build/index.js',
);

/** Without the folder of compiled code that the engine's environment names: the CLI as it starts by itself. */
const NOT_COMPILED = { NODE_DISABLE_COMPILE_CACHE: '1' };

/** Shows what of a status is the CLI's own time: it answers as the engine does when all is applied, without looking. */
const INSTANT_ENGINE = `#!/bin/sh
case "$*" in
  *can-connect*) exit 0 ;;
  *version*) echo 'schema-engine-cli 0000000000000000000000000000000000000000'; exit 0 ;;
esac
head -n 1 >/dev/null
echo '{"jsonrpc":"2.0","id":1,"result":{"editedMigrationNames":[],"failedMigrationNames":[],"hasMigrationsTable":true,"history":null}}'
cat >/dev/null
`;

/** Runs in every process of the CLI: the engine leaves its peak memory, in kilobytes, in a file. */
const MEMORY_PROBE = `import { writeFileSync } from 'node:fs';
if (process.argv[1]?.endsWith('schema-engine')) process.on('exit', () => {
  writeFileSync(process.env.BENCH_MEMORY + '/' + process.pid, String(process.resourceUsage().maxRSS));
});`;

/**
 * Prisma's CLI with this engine: a deploy of 800 migrations against a bare client that sends the same scripts, a status
 * with 800 migrations against `prisma version`, and the engine's peak memory in the heaviest command.
 */
export async function benchEngine({ run, quick, onProgress }: BenchOptions): Promise<Findings> {
  const rounds = quick ? 1 : 7;
  const databases = databasesOf(run.adminUrl);
  const project = await newProject(history800());
  const large = await newProject(history1000());
  try {
    onProgress('deploy of 800 migrations');
    const scripts = history800().migrations.map(({ sql }) => sql);
    const deploys = await takeTurns('deploy of 800 migrations', rounds, {
      ours: async () => {
        const url = await databases.make();
        return () => project.prisma(['migrate', 'deploy'], url);
      },
      'bare client': async () => {
        const url = await databases.make();
        return () => sendAll(url, scripts);
      },
    });

    onProgress('status with 800 migrations');
    const deployed = await databases.make();
    await project.prisma(['migrate', 'deploy'], deployed);
    const statuses = await takeTurns('status with 800 migrations', rounds * 2, {
      ours: async () => () => project.prisma(['migrate', 'status'], deployed),
      'ours, nothing kept compiled': async () => () =>
        project.prisma(['migrate', 'status'], deployed, NOT_COMPILED),
      'an engine that answers at once': async () => () =>
        project.prisma(['migrate', 'status'], deployed, {
          PRISMA_SCHEMA_ENGINE_BINARY: project.instantEngine,
        }),
      'prisma version': async () => () => project.prisma(['version'], deployed),
      'prisma version, nothing kept compiled': async () => () =>
        project.prisma(['version'], deployed, NOT_COMPILED),
    });

    onProgress('memory with 1,000 migrations and 300 models');
    const [heaviest] = await takeTurns('dev with 1,000 migrations, 300 models', 1, {
      ours: async () => {
        const url = await databases.make();
        return () => large.prisma(['migrate', 'dev', '--name', 'more'], url);
      },
    });
    const peak_mb = await large.peakMegabytes();
    onProgress(`peak memory of the engine: ${peak_mb} MB`);
    return { runs: [...deploys, ...statuses, ...(heaviest ? [{ ...heaviest, peak_mb }] : [])] };
  } finally {
    await Promise.all([project.remove(), large.remove()]);
    await databases.drop();
  }
}

/** Prepares, which is not measured, and gives the work that is. */
type Peer = () => Promise<() => Promise<unknown>>;

/** Like `contest`, for work that takes seconds and needs a fresh start each time. */
async function takeTurns(name: string, rounds: number, peers: Record<string, Peer>): Promise<Run[]> {
  const times = new Map<string, number[]>(Object.keys(peers).map((peer) => [peer, []]));
  // The first round warms up; a single one has to count.
  for (let round = rounds === 1 ? 1 : 0; round <= rounds; round += 1) {
    const order = Object.entries(peers);
    for (const [peer, prepare] of round % 2 === 0 ? order : order.toReversed()) {
      const work = await prepare();
      const start = performance.now();
      await work();
      if (round > 0) times.get(peer)?.push(performance.now() - start);
    }
  }
  return [...times].map(([peer, samples]) => ({
    case: name,
    peer,
    callers: 1,
    rtt_ms: 0,
    ops_per_s: Number(((samples.length * 1000) / samples.reduce((sum, ms) => sum + ms, 0)).toFixed(4)),
    p50_ms: Number(percentile(samples, 0.5).toFixed(1)),
    p99_ms: Number(percentile(samples, 0.99).toFixed(1)),
  }));
}

async function sendAll(url: string, scripts: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const script of scripts) await client.query(script);
  await client.end();
}

function databasesOf(adminUrl: string) {
  const made: string[] = [];
  const onServer = async (sql: string) => {
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(sql).finally(() => admin.end());
  };
  return {
    make: async () => {
      const name = `bench_engine_${randomUUID()}`;
      await onServer(`CREATE DATABASE "${name}"`);
      made.push(name);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    drop: async () => {
      for (const name of made) await onServer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}

async function newProject({ migrations, models }: LongHistory) {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-engine-'));
  const memory = path.join(folder, 'memory');
  await mkdir(memory);
  for (const { name, sql } of migrations) {
    await mkdir(path.join(folder, 'migrations', name), { recursive: true });
    await writeFile(path.join(folder, 'migrations', name, 'migration.sql'), sql);
  }
  await writeFile(path.join(folder, 'migrations', 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(
    path.join(folder, 'schema.prisma'),
    `datasource db {\n  provider = "postgresql"\n}\n${models}`,
  );
  await writeFile(
    path.join(folder, 'prisma.config.mjs'),
    `export default { schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url: process.env.BENCH_URL } };\n`,
  );
  const probe = path.join(folder, 'probe.mjs');
  await writeFile(probe, MEMORY_PROBE);
  const instantEngine = path.join(folder, 'instant-engine');
  await writeFile(instantEngine, INSTANT_ENGINE, { mode: 0o755 });
  return {
    instantEngine,
    prisma: (args: string[], url: string, env: NodeJS.ProcessEnv = {}) =>
      runPrisma(folder, args, {
        ...env,
        BENCH_URL: url,
        BENCH_MEMORY: memory,
        // Only where it is wanted: it costs the CLI a little of its start.
        ...(args[1] === 'dev' ? { NODE_OPTIONS: `--import=${probe}` } : {}),
      }),
    peakMegabytes: async () => {
      const files = await readdir(memory);
      const peaks = await Promise.all(files.map((file) => readFile(path.join(memory, file), 'utf8')));
      return Math.round(Math.max(0, ...peaks.map(Number)) / 1024);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function runPrisma(cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PRISMA, ...args], {
      cwd,
      env: { ...engineEnvironment(), PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:9', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`prisma ${args.join(' ')} failed:\n${output}`)),
    );
  });
}
