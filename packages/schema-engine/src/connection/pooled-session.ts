import type { Client } from 'pg';
import { connect } from './connect.ts';
import type { DatabaseAddress } from './connection-string.ts';

/** The number of the server's process that a client was told of when it connected; not part of `pg`'s types. */
interface Numbered {
  readonly processID: number | null;
}

/**
 * Whether a pooler gives this client's session to others between two of its transactions. Found out by looking: a second connection, opened while
 * the first is there, arrives at the same process of the server. False proves nothing on a busy pooler; true is certain.
 */
export async function isSharedSession(client: Client, address: DatabaseAddress): Promise<boolean> {
  const own = await processOf(client);
  // A pooler answers the connection itself, with a number of its own making.
  if (own === (client as unknown as Numbered).processID) {
    return false;
  }
  const other = await connect(address);
  try {
    return (await processOf(other)) === own;
  } finally {
    await other.end();
  }
}

async function processOf(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}
