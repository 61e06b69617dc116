import type { TestProject } from 'vitest/node';
import { DbTestingError } from './errors.ts';
import { hasRun, publishRun, withdrawRun } from './run/handle.ts';
import { startRun } from './run/start-run.ts';

/** What vitest's configuration tells: `provide: { dbTesting: { project, directory } }`. */
export interface GlobalSetupOptions {
  /** Folder with prisma.config.ts, the schema and the migrations. */
  project: string;
  /** Folder of the embedded server, kept out of git. */
  directory: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    dbTesting?: GlobalSetupOptions;
  }
}

/**
 * For vitest's `globalSetup`: starts the run, and stops it when all tests are done. Vitest calls it once for each project
 * that has tests to run; the first call serves them all.
 *
 * @throws DbTestingError OPTION_INVALID, and as `startRun`
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (hasRun()) return undefined;
  const options = project.getProvidedContext().dbTesting;
  if (options === undefined) {
    throw new DbTestingError(
      'OPTION_INVALID',
      'vitest.config.ts must name the migrations: `provide: { dbTesting: { project, directory } }`.',
    );
  }
  const run = await startRun({
    ...options,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  publishRun(run.handle);
  return async () => {
    withdrawRun();
    await run.stop();
  };
}
