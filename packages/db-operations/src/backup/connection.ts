import type { Duplex } from 'node:stream';
import { withConnection } from '@org/db-migrate';
import type { Client } from 'pg';

/** Runs `work` on a connection, which is cut when the signal comes: then the signal's reason is thrown. */
export function withConnectionUntil<T>(
  signal: AbortSignal | undefined,
  url: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return withConnection(url, async (client) => {
    const cut = () => streamOf(client).destroy();
    signal?.throwIfAborted();
    signal?.addEventListener('abort', cut, { once: true });
    try {
      return await work(client);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cut);
    }
  });
}

export function streamOf(client: Client): Duplex {
  return (client as unknown as { connection: { stream: Duplex } }).connection.stream;
}
