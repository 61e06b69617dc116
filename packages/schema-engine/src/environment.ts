import { fileURLToPath } from 'node:url';

/** Absolute path of the executable that stands in for Prisma's native schema engine. */
export const enginePath: string = fileURLToPath(new URL('../bin/schema-engine', import.meta.url));

const VARIABLES: Readonly<Record<string, string>> = {
  PRISMA_SCHEMA_ENGINE_BINARY: enginePath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
};

/**
 * The environment for a child process that runs the Prisma CLI with this engine and off the network: where the engine
 * is, no look-up of newer versions, no notice about them.
 *
 * @param env variables to start from, `process.env` unless given; it is not changed
 * @returns a new object, complete for `spawn`'s `env`
 */
export function engineEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, ...VARIABLES };
}

/** The same variables as lines for a POSIX shell: `eval "$(org-schema-engine env)"`. */
export function environmentCommand(): string {
  return Object.entries(VARIABLES)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
