import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createTestDatabase } from '@org/db-testing';
import { engineEnvironment } from '@org/schema-engine';
import type { BenchOptions } from '../bench.ts';
import type { Findings } from '../report.ts';
import { takeTurns } from '../take-turns.ts';

const CASE = 'deploy of nothing';
const ROOT = path.resolve(import.meta.dirname, '../../..');
const ORGDB = path.join(ROOT, 'apps/cli/bin/orgdb.js');
const PRISMA = path.join(
  path.dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build/index.js',
);

/** A deploy that finds nothing to do against the start of Prisma's command line, whole processes both. */
export async function benchDeploy({ run, quick, onProgress }: BenchOptions): Promise<Findings> {
  await using database = await createTestDatabase({ run });
  onProgress(CASE);
  const env = { DATABASE_URL: database.directUrl('owner') };
  const runs = await takeTurns(CASE, quick ? 2 : 15, {
    ours: async () => () => start([ORGDB, 'migrate', 'deploy'], env),
    'prisma version': async () => () => start([PRISMA, 'version'], {}),
  });
  const [mine, version] = runs;
  return {
    runs,
    promises: [
      {
        promise: `× prisma version's own time for a deploy of nothing`,
        where: CASE,
        value: Number(((mine?.p50_ms ?? 0) / (version?.p50_ms ?? 1)).toFixed(2)),
        atMost: 1.5,
      },
    ],
  };
}

function start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: path.join(ROOT, 'packages/db'),
      env: { ...engineEnvironment(), NO_COLOR: '1', ...env },
      stdio: 'ignore',
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`)),
    );
  });
}
