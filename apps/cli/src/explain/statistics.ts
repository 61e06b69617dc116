import { withConnection } from '@org/db-migrate';
import type { Client } from 'pg';
import type { Database } from '../database/database.ts';

/**
 * Lends a connection that can read pg_stat_statements, and the name of the database whose queries are meant. On the local server the
 * extension is made where it disturbs nobody, in the server's own database: it sees the queries of all.
 */
export async function withStatistics<T>(
  database: Database,
  work: (client: Client, name: string) => Promise<T>,
): Promise<T> {
  const own = new URL(database.url('owner'));
  const name = decodeURIComponent(own.pathname.slice(1));
  if (database.kind === 'external') return withConnection(own.href, (client) => work(client, name));
  const url = new URL(database.url('superuser'));
  url.pathname = '/postgres';
  return withConnection(url.href, async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    return work(client, name);
  });
}
