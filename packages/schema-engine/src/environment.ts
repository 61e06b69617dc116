import { fileURLToPath } from 'node:url';
import { compileCacheFolder } from './compile-cache.ts';

/** Absolute path of the executable that stands in for Prisma's native schema engine. */
export const enginePath: string = fileURLToPath(new URL('../bin/schema-engine', import.meta.url));

function variables(env: NodeJS.ProcessEnv): Record<string, string> {
  const compileCache = compileCacheFolder(env);
  return {
    PRISMA_SCHEMA_ENGINE_BINARY: enginePath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ...(compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache }),
  };
}

/**
 * The environment for a child process that runs the Prisma CLI with this engine and off the network: where the engine
 * is, no look-up of newer versions, no notice about them, and a folder in which Node keeps what it has compiled of the CLI
 * (in the user's cache, unless `env` has one or forbids it).
 *
 * @param env variables to start from, `process.env` unless given; it is not changed
 * @returns a new object, complete for `spawn`'s `env`
 */
export function engineEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, ...variables(env) };
}

/** The same variables as lines for a POSIX shell: `eval "$(org-schema-engine env)"`. */
export function environmentCommand(env: NodeJS.ProcessEnv = process.env): string {
  return Object.entries(variables(env))
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
