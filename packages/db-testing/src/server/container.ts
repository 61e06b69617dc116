import { DbTestingError, reason } from '../errors.ts';
import type { TestServer } from './server.ts';

/** What makes a server fast that need not outlive a power cut. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '300',
  max_locks_per_transaction: '256',
  max_wal_size: '512MB',
};

// The data is in memory: it ends with the run, and is not slowed by the disk.
const MEMORY = '/pgdata';

/**
 * A server in a container that ends with the run.
 *
 * @param image a Postgres image, `postgres:18` say
 * @throws DbTestingError CONTAINER_FAILED when no engine answers, or the image cannot be had or does not start
 */
export async function containerServer(image: string): Promise<TestServer> {
  try {
    // Loaded here, because most runs need none of it.
    const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
    const container = await new PostgreSqlContainer(image)
      .withTmpFs({ [MEMORY]: 'rw' })
      .withEnvironment({ PGDATA: `${MEMORY}/data` })
      .withCommand([
        'postgres',
        ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ])
      .start();
    return {
      url: container.getConnectionUri(),
      description: `a container of ${image}`,
      stop: async () => {
        await container.stop();
      },
    };
  } catch (cause) {
    throw new DbTestingError(
      'CONTAINER_FAILED',
      `No container of ${image} could be started: ${reason(cause)}`,
      {
        cause,
      },
    );
  }
}
