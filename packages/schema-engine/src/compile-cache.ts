import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder in which Node keeps what it has compiled of the engine and of Prisma's CLI: the user's own, because whoever can write
 * there decides what runs. Undefined where the environment has its own choice.
 */
export function compileCacheFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.NODE_COMPILE_CACHE || env.NODE_DISABLE_COMPILE_CACHE) {
    return undefined;
  }
  const base =
    env.XDG_CACHE_HOME ||
    (process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache'));
  return join(base, 'org-schema-engine');
}
