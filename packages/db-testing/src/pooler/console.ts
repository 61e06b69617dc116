import pg from 'pg';
import type { PoolerHandle } from './pgbouncer.ts';

/** Runs a command of PgBouncer's console, such as `SHOW CLIENTS`. */
export async function poolerQuery(
  { host, port, console: login }: PoolerHandle,
  command: string,
): Promise<Record<string, string>[]> {
  const client = new pg.Client({ host, port, ...login, database: 'pgbouncer' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, string>>(command)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
