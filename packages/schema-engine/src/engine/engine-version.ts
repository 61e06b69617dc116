import { readFile } from 'node:fs/promises';

/** The commit of prisma-engines that the wasm was built from: the last part of its package's version. */
export async function engineVersion(): Promise<string> {
  const entry = import.meta.resolve('@prisma/schema-engine-wasm');
  const { version } = JSON.parse(await readFile(new URL('./package.json', entry), 'utf8')) as {
    version: string;
  };
  return version.split('.').at(-1) ?? version;
}
