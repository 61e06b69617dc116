import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BenchOptions } from '../bench.ts';
import type { Findings } from '../report.ts';
import { takeTurns } from '../take-turns.ts';
import { history800 } from './engine-histories.ts';

const CASE = 'check of 800 migrations';

/** The check of a long history, cold and in a process of its own, against squawk's program over the same files. */
export async function benchCheck({ quick, onProgress }: BenchOptions): Promise<Findings> {
  const project = await mkdtemp(path.join(tmpdir(), 'bench-check-'));
  try {
    const files = await writeHistory(project);
    const { getBinaryPath } = createRequire(import.meta.url)('squawk-cli/js/index.js');
    const library = import.meta.resolve('@org/db-migrate/check');
    const script = `const { checkMigrations } = await import(${JSON.stringify(library)});
      const { migrations } = await checkMigrations({ project: ${JSON.stringify(project)} });
      if (migrations !== ${files.length}) throw new Error('not all were checked');`;
    onProgress(CASE);
    const runs = await takeTurns(CASE, quick ? 1 : 25, {
      ours: async () => () => run(process.execPath, ['--input-type=module', '--eval', script], [0]),
      // 1 says that it has found something.
      squawk: async () => () => run(getBinaryPath(), ['--reporter', 'json', ...files], [0, 1]),
    });
    const [ours, squawk] = runs.map(({ p50_ms }) => p50_ms);
    const value = Number(((ours ?? 0) / (squawk ?? 1)).toFixed(2));
    return { runs, promises: [{ promise: "time against squawk's", where: CASE, value, atMost: 3 }] };
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

async function writeHistory(project: string): Promise<string[]> {
  const files: string[] = [];
  for (const { name, sql } of history800().migrations) {
    const folder = path.join(project, 'prisma/migrations', name);
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, 'migration.sql');
    await writeFile(file, sql);
    files.push(file);
  }
  return files;
}

async function run(program: string, args: readonly string[], expected: readonly number[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (!expected.includes(code ?? -1)) throw new Error(`${program} ended with exit code ${code}.`);
}
