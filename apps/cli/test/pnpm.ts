import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../../..');

/**
 * A `pnpm` that runs a script of the workspace as pnpm does, except that it builds nothing first: that would change what other tests are
 * running.
 *
 * @returns the folder to put in front of PATH
 */
export async function pnpmWithoutBuild(folder: string): Promise<string> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await writeFile(path.join(bin, 'run.mjs'), RUN);
  await writeFile(
    path.join(bin, 'pnpm'),
    `#!/bin/sh\nexec "${process.execPath}" "${bin}/run.mjs" "${ROOT}" "$@"\n`,
  );
  await chmod(path.join(bin, 'pnpm'), 0o755);
  return bin;
}

const RUN = `import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
const [root, silent, name, ...args] = process.argv.slice(2);
const script = JSON.parse(readFileSync(root + '/package.json', 'utf8')).scripts[name];
if (silent !== '-s' || script === undefined) throw new Error('no such script: ' + name);
const [, file, ...words] = script.replace('orgdb-workspace.js', 'orgdb.js').split(' ');
const child = spawn(process.execPath, [root + '/' + file, ...words, ...args], { stdio: 'inherit' });
process.on('SIGINT', () => undefined);
child.on('close', (code) => process.exit(code ?? 1));
`;
