import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';

/** The tables that the rows lie in, the ones that are referred to first. */
export const TABLES = [
  'core.tenants',
  'core.users',
  'core.audit_logs',
  'commerce.customers',
  'commerce.products',
  'commerce.skus',
  'commerce.orders',
  'commerce.order_lines',
];

/** A distributor's years of work: two fifths of the rows are lines of orders, a third is audit, the rest mostly orders and customers. */
export async function writeTenant(client: Client, rows: number): Promise<string> {
  const tenantId = randomUUID();
  const insert = (sql: string) => client.query(sql.replaceAll('$t', `'${tenantId}'`));
  // No audit of the making: it is written below, in the number that is wanted.
  await client.query('SET session_replication_role = replica');
  await insert(
    `INSERT INTO core.tenants (id, slug, name, status, contact_email) VALUES ($t, 'bench', 'b', 'ACTIVE', 'a@b.c')`,
  );
  await insert(
    `INSERT INTO core.users (tenant_id, name, email, password_hash)
     SELECT $t, 'User ' || n, 'user' || n || '@bench.example', md5(n::text) FROM generate_series(1, ${rows / 100}) AS n`,
  );
  await insert(
    `INSERT INTO commerce.customers (tenant_id, code, name, email, phone, address_line, city, state, postal_code)
     SELECT $t, 'C' || n, 'Customer number ' || n, 'c' || n || '@bench.example', '+1 555 ' || n, n || ' Main Street', 'Springfield', 'CA', '9' || n
     FROM generate_series(1, ${rows / 20}) AS n`,
  );
  await insert(
    `INSERT INTO commerce.products (tenant_id, code, name) SELECT $t, 'P' || n, 'Wine ' || n FROM generate_series(1, 500) AS n`,
  );
  await insert(
    `INSERT INTO commerce.skus (tenant_id, product_id, code, name)
     SELECT $t, id, 'S' || row_number() OVER (), name FROM commerce.products WHERE tenant_id = $t`,
  );
  await insert(
    `INSERT INTO commerce.orders (tenant_id, customer_id, number, tax_state, tax_rate, subtotal, tax_total, total)
     SELECT $t, c.id, 'O' || n || c.code, 'CA', 0.0725, 37.5, 2.72, 40.22 FROM commerce.customers AS c, generate_series(1, 4) AS n WHERE c.tenant_id = $t`,
  );
  await insert(
    `INSERT INTO commerce.order_lines (tenant_id, order_id, customer_id, line_number, sku_id, quantity, unit_price, line_total)
     SELECT $t, o.id, o.customer_id, n, s.id, n, 12.5, n * 12.5
     FROM (SELECT *, row_number() OVER () AS place FROM commerce.orders WHERE tenant_id = $t) AS o
     CROSS JOIN generate_series(1, 2) AS n
     JOIN (SELECT id, row_number() OVER () AS place FROM commerce.skus WHERE tenant_id = $t) AS s ON s.place = 1 + o.place % 500`,
  );
  const { rows: counted } = await client.query<{ n: number }>(
    `SELECT 1 + ${TABLES.slice(1)
      .map((table) => `(SELECT count(*) FROM ${table} WHERE tenant_id = '${tenantId}')`)
      .join(' + ')} AS n`,
  );
  await insert(
    `INSERT INTO core.audit_logs (tenant_id, action, entity, entity_id, payload)
     SELECT $t, 'update', 'Order', gen_random_uuid(), jsonb_build_object('changed', '{status}'::text[], 'before',
       jsonb_build_object('status', 'DRAFT'), 'after', jsonb_build_object('status', 'CONFIRMED', 'number', n))
     FROM generate_series(1, ${rows} - ${counted[0]?.n}) AS n`,
  );
  await client.query('RESET session_replication_role');
  await client.query('VACUUM ANALYZE');
  return tenantId;
}

/** A database without the tenant, as if it had never been there. */
export async function emptyTenant(client: Client): Promise<void> {
  await client.query(`TRUNCATE ${TABLES.join(', ')}, core.tenant_operations CASCADE`);
  await client.query('CHECKPOINT');
}
