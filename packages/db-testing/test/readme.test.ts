import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { sameServer } from './helpers.ts';

const home = path.dirname(import.meta.dirname);
const readme = await readFile(path.join(home, 'README.md'), 'utf8');

const block = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '';

test('the example passes as it stands, with the set-up as it stands', async () => {
  // Below the package, so that its dependencies are found; in a folder that git and other runs do not look into.
  const parent = path.join(home, '.reports');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'readme-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(path.join(folder, 'example.test.ts'), block('ts'));
  const config = block('js').replace('/path/to/packages/db', path.join(home, '..', 'db'));
  await writeFile(path.join(folder, 'vitest.config.js'), config);
  const vitest = path.join(
    path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
    'vitest.mjs',
  );
  const report = path.join(folder, 'report.json');
  await promisify(execFile)(
    process.execPath,
    [vitest, 'run', '--reporter=json', `--outputFile=${report}`],
    // A run of its own, on the server of this one.
    { cwd: folder, env: { ...process.env, ...sameServer(), DB_TESTING_RUN: '' } },
  );
  expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({
    numPassedTests: 1,
    numTotalTests: 1,
    success: true,
  });
});

test('every error code is explained', async () => {
  const source = await readFile(path.join(home, 'src', 'errors.ts'), 'utf8');
  const codes = [...source.matchAll(/\| '([A-Z_]+)'/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => !new RegExp(`\\| \`${code}\` *\\|`).test(readme))).toEqual([]);
});
