import type { PlanBounds, QueryPlan } from '@org/db';
import { connect, withConnection } from '@org/db-migrate';
import { CliError } from '../errors.ts';
import type { Subject } from './promises.ts';

/** How a statement of a tenant is run, measured; undefined for one that cannot be explained. */
export type Explain = (
  tenantId: string,
  sql: string,
  values: readonly unknown[],
) => Promise<QueryPlan | undefined>;

/** Rows from which on a table counts as large. */
const LARGE = 5_000;

/** Somebody of each tenth tenant of the volume data, the busiest one first. @throws CliError VOLUME_MISSING */
export async function readSubjects(ownerUrl: string): Promise<Subject[]> {
  const { rows } = await withConnection(ownerUrl, (client) => client.query<Subject>(SUBJECTS));
  if (rows.length > 0) return rows;
  throw new CliError(
    'VOLUME_MISSING',
    'The database holds no volume data to measure with. Write them with "orgdb seed --volume".',
  );
}

const SUBJECTS = `
  SELECT t.id AS "tenantId", a.user_id AS "userId", u.email, a.id AS "agentId", e.entity_id AS "entityId"
  FROM (SELECT *, row_number() OVER (ORDER BY slug) AS place FROM core.tenants WHERE slug LIKE 'volume-%') t
  CROSS JOIN LATERAL (SELECT * FROM workforce.agents WHERE tenant_id = t.id ORDER BY id LIMIT 1) a
  JOIN core.users u ON u.tenant_id = t.id AND u.id = a.user_id
  CROSS JOIN LATERAL (SELECT entity_id FROM core.audit_logs
    WHERE tenant_id = t.id AND entity = 'Order' ORDER BY created_at DESC LIMIT 1) e
  WHERE t.place % 10 = 1 ORDER BY t.place`;

/** What a statement may read: several pages, and never a whole large table. */
export async function readBounds(ownerUrl: string): Promise<PlanBounds> {
  const { rows } = await withConnection(ownerUrl, (client) =>
    client.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND reltuples >= $1",
      [LARGE],
    ),
  );
  return { largeTables: new Set(rows.map(({ name }) => name)), read: 2_000, sorted: 1_000 };
}

/** Lends `work` a connection of the services' role that explains statements in a tenant's context. */
export async function withExplain<T>(url: string, work: (explain: Explain) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(async (tenantId, sql, values) => {
      await client.query('BEGIN READ ONLY');
      try {
        await client.query("SELECT set_config('app.current_tenant_id', $1, true)", [tenantId]);
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: QueryPlan }] }>(
          `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`,
          [...values],
        );
        return rows[0]?.['QUERY PLAN'][0].Plan;
      } finally {
        await client.query('ROLLBACK');
      }
    });
  } finally {
    await client.end();
  }
}

/** Deletes the users that were made to measure how long that takes, with what the audit says of them. */
export async function deleteMade(ownerUrl: string, prefix: string): Promise<void> {
  await withConnection(ownerUrl, async (client) => {
    await client.query('BEGIN');
    await client.query('ALTER TABLE core.users DISABLE TRIGGER USER');
    const { rows } = await client.query<{ tenantId: string; id: string }>(
      'DELETE FROM core.users WHERE starts_with(email, $1) RETURNING tenant_id AS "tenantId", id',
      [prefix],
    );
    await client.query('ALTER TABLE core.users ENABLE TRIGGER USER');
    await client.query(
      `DELETE FROM core.audit_logs a USING unnest($1::uuid[], $2::uuid[]) AS made (tenant_id, id)
       WHERE a.tenant_id = made.tenant_id AND a.entity = 'User' AND a.entity_id = made.id`,
      [rows.map(({ tenantId }) => tenantId), rows.map(({ id }) => id)],
    );
    await client.query('COMMIT');
  });
}
