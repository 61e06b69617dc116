import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { BenchOptions } from '../bench.ts';
import type { Run } from '../measure.ts';
import type { Findings, Promised } from '../report.ts';
import { takeTurns } from '../take-turns.ts';
import { history800, history1000 } from './engine-histories.ts';
import { newProject } from './engine-project.ts';

/**
 * The CLI as it starts by itself: of the engine's environment only the variable that names the engine. Without the folder of
 * compiled code the CLI is compiled at each start; the engine, which has a folder of its own, is not.
 */
const ONE_VARIABLE = { NODE_COMPILE_CACHE: undefined };
const STATUS = 'status with 800 migrations';
const DEPLOY = 'deploy of 800 migrations';

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
    onProgress(DEPLOY);
    const scripts = history800().migrations.map(({ sql }) => sql);
    const deploys = await takeTurns(DEPLOY, rounds, {
      ours: async () => {
        const url = await databases.make();
        return () => project.prisma(['migrate', 'deploy'], url);
      },
      'bare client': async () => {
        const url = await databases.make();
        return () => sendAll(url, scripts);
      },
    });

    onProgress(STATUS);
    const deployed = await databases.make();
    await project.prisma(['migrate', 'deploy'], deployed);
    const status = (env?: NodeJS.ProcessEnv) => async () => () =>
      project.prisma(['migrate', 'status'], deployed, env);
    const version = (env?: NodeJS.ProcessEnv) => async () => () => project.prisma(['version'], deployed, env);
    const statuses = await takeTurns(STATUS, rounds * 2, {
      ours: status(),
      'ours, one variable': status(ONE_VARIABLE),
      'an engine that answers at once': status({ PRISMA_SCHEMA_ENGINE_BINARY: project.instantEngine }),
      'prisma version': version(),
      'prisma version, one variable': version(ONE_VARIABLE),
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
    return {
      runs: [...deploys, ...statuses, ...(heaviest ? [{ ...heaviest, peak_mb }] : [])],
      promises: promisesOf([...deploys, ...statuses], peak_mb),
    };
  } finally {
    await Promise.all([project.remove(), large.remove()]);
    await databases.drop();
  }
}

function promisesOf(runs: readonly Run[], peakMegabytes: number): Promised[] {
  const medianOf = (peer: string, of: string) =>
    runs.find((run) => run.peer === peer && run.case === of)?.p50_ms ?? Number.NaN;
  const ratio = (of: string, mine: string, other: string, atMost: number): Promised => ({
    promise: `${mine} over ${other}`,
    where: of,
    value: Number((medianOf(mine, of) / medianOf(other, of)).toFixed(2)),
    atMost,
  });
  return [
    ratio(DEPLOY, 'ours', 'bare client', 2),
    ratio(STATUS, 'ours', 'prisma version, one variable', 1.3),
    ratio(STATUS, 'ours, one variable', 'prisma version, one variable', 1.3),
    ratio(STATUS, 'ours', 'prisma version', 1.3),
    {
      promise: 'peak MB of the engine',
      where: 'dev with 1,000 migrations',
      value: peakMegabytes,
      atMost: 400,
    },
  ];
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
