import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withConnection } from '@org/db-migrate';
import { createTestDatabase } from '@org/db-testing';
import { engineEnvironment } from '@org/schema-engine';
import type { BenchOptions } from '../bench.ts';
import type { Run } from '../measure.ts';
import type { Findings } from '../report.ts';
import { takeTurns } from '../take-turns.ts';

const NOTHING = 'deploy of nothing';
const ONE = 'deploy of one migration';
const ROOT = path.resolve(import.meta.dirname, '../../..');
const PROJECT = path.join(ROOT, 'packages/db');
const ORGDB = path.join(ROOT, 'apps/cli/bin/orgdb.js');
const PRISMA = path.join(
  path.dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build/index.js',
);

/** Deploys against Prisma's command line, whole processes both: of nothing against its mere start, of one migration against its own. */
export async function benchDeploy({ run, quick, onProgress }: BenchOptions): Promise<Findings> {
  await using database = await createTestDatabase({ run });
  const url = database.directUrl('owner');
  const rounds = quick ? 2 : 15;
  onProgress(NOTHING);
  const nothing = await takeTurns(NOTHING, rounds, {
    ours: async () => () => start(PROJECT, [ORGDB, 'migrate', 'deploy'], { DATABASE_URL: url }),
    'prisma version': async () => () => start(PROJECT, [PRISMA, 'version'], {}),
  });
  onProgress(ONE);
  const one = await benchOne(url, rounds);
  return {
    runs: [...nothing, ...one],
    promises: [
      {
        promise: `× prisma version's own time for a deploy of nothing`,
        where: NOTHING,
        value: ratio(nothing),
        atMost: 1.5,
      },
      {
        promise: `× the time of prisma migrate deploy for one migration`,
        where: ONE,
        value: ratio(one),
        atMost: 1,
      },
    ],
  };
}

async function benchOne(url: string, rounds: number): Promise<Run[]> {
  const name = '99990101000000_one';
  const project = await mkdtemp(path.join(tmpdir(), 'bench-deploy-'));
  try {
    for (const part of ['prisma', 'prisma.config.ts', 'package.json']) {
      await cp(path.join(PROJECT, part), path.join(project, part), { recursive: true });
    }
    const folder = path.join(project, 'prisma/migrations', name);
    await mkdir(folder);
    await writeFile(path.join(folder, 'migration.sql'), 'CREATE TABLE core.one (id int PRIMARY KEY);\n');
    const pending = () =>
      withConnection(url, (client) =>
        client.query(
          `DROP TABLE IF EXISTS core.one; DELETE FROM _prisma_migrations WHERE migration_name = '${name}'`,
        ),
      );
    const env = { DATABASE_URL: url, ORGDB_PROJECT: project };
    const peer = (args: readonly string[]) => async () => {
      await pending();
      return () => start(project, args, env);
    };
    return await takeTurns(ONE, rounds, {
      ours: peer([ORGDB, 'migrate', 'deploy', '--no-verify']),
      'prisma migrate deploy': peer([PRISMA, 'migrate', 'deploy']),
    });
  } finally {
    await rm(project, { recursive: true });
  }
}

function ratio([mine, theirs]: readonly Run[]): number {
  return Number(((mine?.p50_ms ?? 0) / (theirs?.p50_ms ?? 1)).toFixed(2));
}

function start(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...engineEnvironment(), NO_COLOR: '1', ...env },
      stdio: 'ignore',
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`)),
    );
  });
}
