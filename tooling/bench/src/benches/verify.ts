import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runPrisma, verifyDatabase } from '@org/db-migrate';
import { createTestDatabase } from '@org/db-testing';
import type { BenchOptions } from '../bench.ts';
import type { Findings } from '../report.ts';
import { takeTurns } from '../take-turns.ts';

const CASE = "verify of the project's schema";
const PROJECT = path.resolve(import.meta.dirname, '../../../packages/db');

/** Verifying a database whose migrations are in the cache, against Prisma's comparison of the same database, which sees less. */
export async function benchVerify({ run, quick, onProgress }: BenchOptions): Promise<Findings> {
  await using database = await createTestDatabase({ run });
  const cache = await mkdtemp(path.join(tmpdir(), 'bench-verify-'));
  const url = database.superuserUrl;
  const ours = async () => {
    const { ok, objects } = await verifyDatabase({ url, project: PROJECT, cache });
    if (!ok || objects < 2000) throw new Error('the database is not what its migrations make');
  };
  const prisma = async () => {
    const args = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema'];
    const { exitCode, stderr } = await runPrisma({
      project: PROJECT,
      args,
      env: { DATABASE_URL: url, DIRECT_URL: url },
    });
    if (exitCode !== 0) throw new Error(stderr);
  };
  try {
    await ours();
    onProgress(CASE);
    const runs = await takeTurns(CASE, quick ? 1 : 9, {
      ours: async () => ours,
      'prisma migrate diff': async () => prisma,
    });
    const [mine = 0, theirs = 1] = runs.map(({ p50_ms }) => p50_ms);
    return {
      runs,
      promises: [
        { promise: 'seconds', where: CASE, value: Number((mine / 1000).toFixed(3)), atMost: 1 },
        {
          promise: "time against prisma migrate diff's",
          where: CASE,
          value: Number((mine / theirs).toFixed(2)),
          atMost: 1,
        },
      ],
    };
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}
