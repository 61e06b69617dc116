import { ROLES } from '@org/db-migrate';
import type { Client } from 'pg';
import { whenUnused } from './databases.ts';

/** Makes a database of another, to which nobody may be connected. */
export async function cloneDatabase(client: Client, name: string, template: string): Promise<void> {
  await whenUnused(() =>
    client.query(`CREATE DATABASE ${name} OWNER ${ROLES.owner} TEMPLATE ${template} STRATEGY FILE_COPY`),
  );
}

/** Lets nobody connect to a database any more, so that it can be cloned at any time. */
export async function closeDatabase(client: Client, name: string): Promise<void> {
  await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
}
