import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folder in which Node keeps what it has compiled of the engine and of Prisma's CLI: the user's own, because whoever can write
 * there decides what runs. Undefined where the environment has its own choice, and for a user without a home.
 *
 * @param home gives the user's home, or throws
 */
export function compileCacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  home: () => string = homedir,
): string | undefined {
  if (env.NODE_COMPILE_CACHE || env.NODE_DISABLE_COMPILE_CACHE) {
    return undefined;
  }
  const base = [env.XDG_CACHE_HOME, cacheIn(home)].find((folder) => folder && isAbsolute(folder));
  return base && join(base, 'org-schema-engine');
}

function cacheIn(home: () => string): string | undefined {
  try {
    // An empty HOME would mean the folder that one happens to be in.
    const folder = home();
    const names = process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
    return folder && join(folder, ...names);
  } catch {
    // In a container, a user may be a mere number.
    return undefined;
  }
}
