import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { CONSUMER_PROGRAM } from './consumer-program.ts';

const require = createRequire(import.meta.url);
const TSC = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
const PACKAGE = path.resolve(import.meta.dirname, '..');

test('a consumer exports what its queries infer, with declarations, and types the tenant nowhere', async () => {
  // A project of its own, into which the package as built is linked, and nothing else.
  const folder = await mkdtemp(path.join(tmpdir(), 'consumer-'));
  try {
    await mkdir(path.join(folder, 'node_modules/@org'), { recursive: true });
    await symlink(PACKAGE, path.join(folder, 'node_modules/@org/db'));
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module' }));
    await writeFile(path.join(folder, 'index.ts'), CONSUMER_PROGRAM);
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      declaration: true,
      emitDeclarationOnly: true,
      outDir: 'out',
      skipLibCheck: true,
      module: 'nodenext',
      target: 'es2024',
      types: [],
    };
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['index.ts'] }),
    );
    const compiled = await promisify(execFile)(process.execPath, [TSC, '-p', folder]).then(
      () => 'without errors',
      (failure: { stdout: string }) => failure.stdout,
    );
    expect(compiled).toBe('without errors');
    const declarations = await readFile(path.join(folder, 'out/index.d.ts'), 'utf8');
    expect(declarations).toContain('export declare const withLines');
    expect(declarations).not.toMatch(/: any\b|import\("\.\.\//);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
