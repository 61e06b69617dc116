import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';

/** Told apart from the sessions of what is stormed. */
export const STORM = 'storm';

/** Runs `work` on a connection; a server that recovers from a crash refuses connections for a moment. */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new Client({ connectionString: url, application_name: STORM });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      if (attempt === 300) throw error;
      await wait(100);
      continue;
    }
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Runs `work` on a copy of a database, an empty one without, which is dropped afterwards. */
export async function onCopy<T>(
  urlOf: (database: string) => string,
  template: string | undefined,
  work: (url: string, name: string) => Promise<T>,
): Promise<T> {
  const name = `storm_${randomUUID()}`;
  const from = escapeIdentifier(template ?? 'template0');
  await connected(urlOf('postgres'), (admin) =>
    admin.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${from}`),
  );
  try {
    return await work(urlOf(name), name);
  } finally {
    await connected(urlOf('postgres'), (admin) =>
      admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
    );
  }
}
