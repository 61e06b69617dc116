import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { median } from '../measure.ts';

const run = promisify(execFile);
// Below the package, so that what it depends on is found from there.
const FOLDER = path.resolve(import.meta.dirname, '..');

/** Milliseconds that imports take in a fresh process, as its program sees it: the median of some processes. */
export async function importTime(modules: readonly string[], times: number): Promise<number> {
  const imports = modules.map((name) => `await import('${name}');`).join(' ');
  const script = `const start = performance.now(); ${imports} console.log(performance.now() - start);`;
  return await medianOf(times, async () => Number(await runScript(script)));
}

/** Milliseconds from the start of a process that does nothing to its end: the median of some. */
export async function bareStart(times: number): Promise<number> {
  return await medianOf(times, async () => {
    const start = performance.now();
    await runScript('');
    return performance.now() - start;
  });
}

/** The same of a process that imports modules. */
export async function startWith(modules: readonly string[], times: number): Promise<number> {
  const script = modules.map((name) => `await import('${name}');`).join(' ');
  return await medianOf(times, async () => {
    const start = performance.now();
    await runScript(script);
    return performance.now() - start;
  });
}

async function runScript(script: string): Promise<string> {
  return (await run(process.execPath, ['--input-type=module', '-e', script], { cwd: FOLDER })).stdout;
}

async function medianOf(times: number, sample: () => Promise<number>): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < times; i += 1) samples.push(await sample());
  return median(samples);
}
