import type { Client } from 'pg';

interface Row {
  name: string;
  logs: string | null;
  started: string;
}

/**
 * What the history knows of migrations that were begun and did not end, as text for a person: how far they came, or what Postgres
 * said. Undefined without any.
 */
export async function describeFailedMigrations(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<Row>(`
    SELECT migration_name AS name, logs, to_char(started_at, 'YYYY-MM-DD HH24:MI:SS TZ') AS started
    FROM "_prisma_migrations" WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at`);
  return rows.length === 0 ? undefined : rows.map(describe).join('\n\n');
}

function describe({ name, logs, started }: Row): string {
  const known = logs?.trim();
  return known
    ? `What is known of \`${name}\`, begun at ${started}:\n\n${known}`
    : `\`${name}\` was begun at ${started} and did not end. Nothing is known of how far it came: its process may have been killed, or still runs.`;
}
