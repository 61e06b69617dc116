import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BenchOptions } from '../../bench.ts';
import type { Findings } from '../../report.ts';
import { importTime } from '../import-time.ts';
import { BODY, HEADS } from './program.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const TSC = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
const DB = path.dirname(require.resolve('@org/db/package.json'));
// Below the package, so that what it depends on is found from there.
const FOLDER = path.resolve(import.meta.dirname, 'types-of-a-consumer');

/**
 * What the client costs a consumer before a query runs: the compiler's work for the same program over the tenant client
 * and over the client that Prisma generated, as built; and the time of an import.
 */
export async function benchTypes({ quick, onProgress }: BenchOptions): Promise<Findings> {
  try {
    const programs: Record<string, Diagnostics> = {};
    for (const [name, head] of Object.entries(HEADS)) {
      onProgress(`types, ${name}`);
      programs[name] = await compile(name, head + BODY);
    }
    onProgress('import');
    const imported = await importTime(['@org/db'], quick ? 3 : 15);
    const { ours, plain } = programs as Record<keyof typeof HEADS, Diagnostics>;
    const where = 'a program of 20 queries';
    return {
      runs: [],
      figures: [
        { name: 'instantiations, tenant client', value: ours.instantiations, unit: '' },
        { name: 'instantiations, generated client', value: plain.instantiations, unit: '' },
        { name: 'types, tenant client', value: ours.types, unit: '' },
        { name: 'types, generated client', value: plain.types, unit: '' },
        { name: "import '@org/db', median", value: Number(imported.toFixed(1)), unit: 'ms' },
      ],
      promises: [
        {
          promise: 'instantiations over the generated client’s',
          where,
          value: Number((ours.instantiations / plain.instantiations).toFixed(3)),
          atMost: 1.5,
        },
        {
          promise: "ms for import '@org/db'",
          where: 'a fresh process',
          value: Math.round(imported),
          atMost: 150,
        },
      ],
    };
  } finally {
    await rm(FOLDER, { recursive: true, force: true });
  }
}

interface Diagnostics {
  readonly instantiations: number;
  readonly types: number;
}

async function compile(name: string, program: string): Promise<Diagnostics> {
  const folder = path.join(FOLDER, name);
  await mkdir(folder, { recursive: true });
  const plainClient = path.join(DB, 'dist/types/generated/prisma/client.js');
  await writeFile(path.join(folder, 'index.ts'), program.replace('PLAIN_CLIENT', plainClient));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: 'nodenext',
    target: 'es2024',
    types: ['node'],
  };
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['index.ts'] }),
  );
  const { stdout } = await run(process.execPath, [TSC, '-p', folder, '--extendedDiagnostics']).catch(
    (failure: { stdout: string }) => {
      throw new Error(`The program over the client "${name}" does not compile:\n${failure.stdout}`);
    },
  );
  const read = (label: string) => {
    const value = new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(stdout)?.[1];
    if (value === undefined) throw new Error(`tsc says nothing of "${label}":\n${stdout}`);
    return Number(value);
  };
  return { instantiations: read('Instantiations'), types: read('Types') };
}
