import { describeUrl } from '@org/db-migrate';
import { DbTestingError, reason } from '../errors.ts';
import { containerServer } from './container.ts';
import { dockerAnswers } from './docker.ts';
import { embeddedServer } from './embedded.ts';
import type { TestServer } from './server.ts';

export interface ServerChoice {
  /** Folder for the embedded server. */
  directory: string;
  env: NodeJS.ProcessEnv;
}

/**
 * The server for the tests: the one of DATABASE_URL_TEST, else a container where a Docker engine answers, else the
 * embedded one. DB_TESTING_SERVER asks for `container` or `embedded`, and then no other is tried.
 *
 * @throws DbTestingError OPTION_INVALID, CONTAINER_FAILED, SERVER_FAILED
 */
export async function chooseServer({ directory, env }: ServerChoice): Promise<TestServer> {
  const wish = env.DB_TESTING_SERVER || undefined;
  const image = env.DB_TESTING_IMAGE || 'postgres:18';
  const version = env.DB_TESTING_VERSION || undefined;
  if (wish === 'embedded') return embeddedServer(directory, version);
  if (wish === 'container') return containerServer(image);
  if (wish !== undefined) {
    throw new DbTestingError(
      'OPTION_INVALID',
      `DB_TESTING_SERVER is ${wish}; it can be container or embedded.`,
    );
  }
  if (env.DATABASE_URL_TEST) return givenServer(env.DATABASE_URL_TEST);
  if (!(await dockerAnswers(env))) return embeddedServer(directory, version);
  try {
    return await containerServer(image);
  } catch (error) {
    const server = await embeddedServer(directory, version);
    return {
      ...server,
      description: `${server.description} (a Docker engine answers, but: ${reason(error)})`,
    };
  }
}

function givenServer(url: string): TestServer {
  // Logins are put into the address, and one without a host (a socket's) has no room for them.
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol) || !new URL(url).hostname) {
    throw new DbTestingError(
      'OPTION_INVALID',
      'DATABASE_URL_TEST is not of the form postgresql://user:password@host:port/database.',
    );
  }
  return { url, description: `DATABASE_URL_TEST (${describeUrl(url)})`, stop: async () => undefined };
}
