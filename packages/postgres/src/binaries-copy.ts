import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { systemCode } from './errors.ts';
import { exists } from './folder.ts';
import { cacheFolder } from './system-folder.ts';

/** The cache's folder for one release; it exists only when complete. */
export async function cachedRelease(packageName: string, version: string): Promise<string> {
  return join(await cacheFolder(), `${basename(packageName)}-${version}`);
}

/** Copies an installed package to the cache, links restored, readable by every account; once per release. */
export async function copyBinaries(
  packageName: string,
  version: string,
  source: string,
  onProgress: (line: string) => void,
): Promise<string> {
  const target = await cachedRelease(packageName, version);
  if (await exists(target)) return target;
  onProgress(`Copying the PostgreSQL binaries to ${target}`);
  await publish(target, async (staging) => {
    await cp(join(source, 'native'), join(staging, 'native'), { recursive: true, verbatimSymlinks: true });
  });
  return target;
}

/** Fills a folder beside the target, makes it fit for use, and moves it there in one step. */
export async function publish(target: string, fill: (staging: string) => Promise<void>): Promise<void> {
  const staging = join(dirname(target), `.new-${randomUUID()}`);
  try {
    await mkdir(staging);
    await fill(staging);
    await restoreLinks(staging);
    await makeReadable(staging);
    await rename(staging, target);
  } catch (error) {
    // Somebody else was faster, with the same content.
    if (!['EEXIST', 'ENOTEMPTY'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Makes the links that the package lists; npm packages cannot carry them. */
async function restoreLinks(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    try {
      await symlink(relative(dirname(target), source), join(folder, target));
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Whatever the caller's umask was: others may read and run, and not write. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
