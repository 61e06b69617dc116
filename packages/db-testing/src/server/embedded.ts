import { type PostgresMajor, startServer } from '@org/postgres';
import { DbTestingError, reason } from '../errors.ts';
import type { TestServer } from './server.ts';
import { spreadFiles } from './spread-files.ts';

const MAJORS: readonly PostgresMajor[] = [15, 16, 17, 18];

/**
 * The server of `@org/postgres` in `directory`, tuned for tests. Its data stays for the next run, with the template.
 *
 * @param major 15 to 18; default 18
 * @throws DbTestingError OPTION_INVALID, SERVER_FAILED
 */
export async function embeddedServer(directory: string, major = '18'): Promise<TestServer> {
  const version = MAJORS.find((known) => String(known) === major);
  if (version === undefined) {
    throw new DbTestingError(
      'OPTION_INVALID',
      `DB_TESTING_VERSION is ${major}; it can be ${MAJORS.join(', ')}.`,
    );
  }
  try {
    const server = await startServer({ directory, version, profile: 'test' });
    await spreadFiles(server.url());
    return {
      url: server.url(),
      description: `embedded PostgreSQL ${version} in ${directory}`,
      stop: () => server.release(),
    };
  } catch (cause) {
    throw new DbTestingError('SERVER_FAILED', `The embedded server did not start: ${reason(cause)}`, {
      cause,
    });
  }
}
