import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { engineEnvironment } from '@org/schema-engine';

export interface PrismaRun {
  /** Folder with prisma.config.ts, the schema and the migrations. */
  project: string;
  args: readonly string[];
  /** Added to the environment: DATABASE_URL, DIRECT_URL. */
  env?: Record<string, string>;
  /** `inherit` shows everything to the user and lets prompts work; `capture` (default) returns it. */
  output?: 'inherit' | 'capture';
  /** Told each line of standard output as it comes; with `capture`. */
  onLine?: (line: string) => void;
  /** Ends the command when aborted; the exit code is then not 0. */
  signal?: AbortSignal;
}

export interface PrismaResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs Prisma's command line with the schema engine that needs no download. Never throws for a failed command. */
export async function runPrisma(run: PrismaRun): Promise<PrismaResult> {
  const manifest = createRequire(import.meta.url).resolve('prisma/package.json');
  const script = path.join(path.dirname(manifest), 'build', 'index.js');
  const capture = run.output !== 'inherit';
  const child = spawn(process.execPath, [script, ...run.args], {
    cwd: run.project,
    env: { ...process.env, ...engineEnvironment(), ...run.env },
    stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  const end = () => child.kill('SIGTERM');
  run.signal?.addEventListener('abort', end);
  const chunks = { stdout: '', stderr: '' };
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    chunks.stdout += text;
    rest += text;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) run.onLine?.(line);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    chunks.stderr += text;
  });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
  run.signal?.removeEventListener('abort', end);
  return { exitCode, ...chunks };
}
