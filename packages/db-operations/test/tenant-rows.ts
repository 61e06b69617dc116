import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { readTenantTables } from '../src/tenant/catalog.ts';

export interface TwoTenants {
  readonly moved: string;
  readonly other: string;
}

/**
 * Two tenants with rows in every kind of table: audited, partitioned, with encrypted fields, with a generated number, with references
 * to rows of no tenant, and text that COPY has to escape.
 */
export async function writeTenants(client: pg.Client, rows: number): Promise<TwoTenants> {
  const ids = { moved: randomUUID(), other: randomUUID() };
  await client.query(
    `INSERT INTO core.roles (system, name, description) VALUES ('commerce', 'sales_rep', 'd') ON CONFLICT DO NOTHING`,
  );
  await client.query(
    `INSERT INTO core.permissions (key, description) VALUES ('a:b', 'd') ON CONFLICT DO NOTHING`,
  );
  for (const [slug, id] of Object.entries(ids)) {
    await client.query(
      `INSERT INTO core.tenants (id, slug, name, status, contact_email) VALUES ($1, $2, $2, 'ACTIVE', 'a@b.c')`,
      [id, slug],
    );
    const insert = (sql: string) => client.query(sql.replaceAll('$tenant', pg.escapeLiteral(id)));
    await insert(
      `INSERT INTO core.users (tenant_id, name, email, password_hash)
       SELECT $tenant, E'tab\\t back\\\\slash\\nline é ' || n, 'u' || n || '@b.c', 'h' FROM generate_series(1, ${rows}) AS n`,
    );
    await insert(
      `INSERT INTO core.user_roles (tenant_id, user_id, role_id)
       SELECT $tenant, u.id, r.id FROM core.users AS u, core.roles AS r WHERE u.tenant_id = $tenant AND r.name = 'sales_rep'`,
    );
    await insert(
      `WITH r AS (INSERT INTO core.tenant_roles (tenant_id, name) VALUES ($tenant, 'own') RETURNING id)
       INSERT INTO core.tenant_role_permissions (tenant_id, tenant_role_id, permission_key) SELECT $tenant, id, 'a:b' FROM r`,
    );
    await insert(
      `INSERT INTO core.tenant_keys (tenant_id, purpose, version, wrapped_key, master_key_id) VALUES ($tenant, 'DATA', 1, '\\x00ff', 'm')`,
    );
    await insert(
      `INSERT INTO core.system_configurations (tenant_id, key, value) VALUES ($tenant, 'k', '{"a": null}')`,
    );
    await insert(
      `INSERT INTO core.webhook_events (tenant_id, type, entity, entity_id, payload)
       SELECT $tenant, 't', 'e', gen_random_uuid(), '{}' FROM generate_series(1, 3)`,
    );
    await insert(
      `INSERT INTO core.audit_logs (tenant_id, action, entity, created_at) VALUES ($tenant, 'old', 'e', '2001-01-01')`,
    );
  }
  return ids;
}

/** One number for all rows of a tenant, table by table, made by the server and not by the code that is tested. */
export async function fingerprint(client: pg.Client, tenantId: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, sql, tenantColumn } of await readTenantTables(client)) {
    const { rows } = await client.query<{ row: string }>(
      `SELECT t::text AS row FROM ${sql} AS t WHERE t.${pg.escapeIdentifier(tenantColumn)} = $1 ORDER BY 1`,
      [tenantId],
    );
    if (rows.length === 0) continue;
    const hash = createHash('sha256').update(rows.map(({ row }) => row).join('\n'));
    found[name] = `${rows.length} ${hash.digest('hex').slice(0, 16)}`;
  }
  return found;
}
