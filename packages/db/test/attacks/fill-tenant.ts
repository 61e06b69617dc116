import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { CONSTRUCTION_NAMES, CONSTRUCTION_ROWS } from './fill-construction.ts';
import { PLANNING_NAMES, PLANNING_ROWS } from './fill-planning.ts';
import { WORKFORCE_NAMES, WORKFORCE_ROWS } from './fill-workforce.ts';

/** Names of the rows that attacks aim at; each tenant has its own id for each. */
const NAMES = [
  'user',
  'tenantRole',
  'userRole',
  'customer',
  'otherCustomer',
  'portalUser',
  'otherPortalUser',
  'supplier',
  'product',
  'hiddenProduct',
  'exclusiveProduct',
  'sku',
  'hiddenSku',
  'exclusiveSku',
  'inventory',
  'order',
  'otherOrder',
  'orderLine',
  'invoice',
  'otherInvoice',
  'payment',
  'cart',
  'otherCart',
  'cartItem',
  'otherCartItem',
  'list',
  'otherList',
  'listItem',
  'notification',
  'otherNotification',
  'integration',
  'configuration',
  'subscription',
  'event',
  'apiKey',
  ...CONSTRUCTION_NAMES,
  ...PLANNING_NAMES,
  ...WORKFORCE_NAMES,
] as const;

/** A tenant and its rows by name. The texts of its rows contain `mark`, so that one can tell when they are learned. */
export interface FilledTenant extends Readonly<Record<(typeof NAMES)[number], string>> {
  readonly tenantId: string;
  readonly mark: string;
}

/** What all tenants share. */
export async function fillShared(superuser: pg.Client): Promise<{ roleId: string }> {
  const { rows } = await superuser.query<{ id: string }>(
    `insert into core.roles (system, name, description) values ('commerce', 'portal_user', 'Portal') returning id`,
  );
  await superuser.query(`insert into core.permissions values ('orders:read', 'Read orders')`);
  await superuser.query(`insert into core.system_configurations (tenant_id, scope, key, value)
    values (null, 'GLOBAL', 'platform', '1')`);
  return { roleId: rows[0]?.id ?? '' };
}

/** Gives a tenant rows in every table, and two portal users of different customers. */
export async function fillTenant(
  superuser: pg.Client,
  tenantId: string,
  options: { readonly mark: string; readonly roleId: string },
): Promise<FilledTenant> {
  const { mark, roleId } = options;
  const ids = Object.fromEntries(NAMES.map((name) => [name, randomUUID()])) as Record<
    (typeof NAMES)[number],
    string
  >;
  // Encrypted columns hold ciphertext only: of the right form, to nobody's use.
  const sealed = `enc:1:${Buffer.from(mark.padEnd(32, '.')).toString('base64')}`;
  const values: Record<string, string> = { ...ids, mark, sealed, roleId };
  const rows = ROWS + CONSTRUCTION_ROWS + PLANNING_ROWS + WORKFORCE_ROWS;
  const sql = rows.replace(/\$(\w+)/g, (_match, name: string) => values[name] ?? name);
  await superuser.query(`select set_config('app.current_tenant_id', '${tenantId}', false)`);
  await superuser.query(sql);
  await superuser.query(`select set_config('app.current_tenant_id', '', false)`);
  return { tenantId, mark, ...ids };
}

// The tenant is the columns' default.
const ROWS = `
insert into core.tenant_settings (timezone) values ('$mark');
insert into core.tenant_keys (version, wrapped_key, master_key_id) values (1, '$mark', '$mark');
insert into core.users (id, name, email, password_hash) values ('$user', '$mark', '$mark@example.com', '$mark');
insert into core.sessions (user_id, family_id, token_hash, expires_at) values ('$user', gen_random_uuid(), '$mark', 'infinity');
insert into core.api_keys (id, name, prefix, key_hash, scopes) values ('$apiKey', '$mark', '$mark', '$mark', '{}');
insert into core.api_key_rates (api_key_id, arrival_at) values ('$apiKey', now());
insert into core.tenant_roles (id, name) values ('$tenantRole', '$mark');
insert into core.tenant_role_permissions (tenant_role_id, permission_key) values ('$tenantRole', 'orders:read');
insert into core.user_roles (id, user_id, tenant_role_id) values ('$userRole', '$user', '$tenantRole');
insert into core.integrations (id, provider, name) values ('$integration', '$mark', '$mark');
insert into core.integration_tokens (integration_id, kind, ciphertext) values ('$integration', '$mark', '$sealed');
insert into core.media_files (storage_key, file_name, mime_type, size, sha256) values ('$mark', '$mark', 'a/b', 1, sha256('$mark'));
insert into core.system_configurations (id, key, value) values ('$configuration', 'shared-key', '"$mark"');
insert into core.webhook_subscriptions (id, url, secret_ciphertext) values ('$subscription', 'https://$mark', '$sealed');
insert into core.webhook_events (id, type, entity, entity_id, payload) values ('$event', '$mark', 'Order', '$order', '"$mark"');
insert into core.webhook_deliveries (event_id, subscription_id) values ('$event', '$subscription');
insert into commerce.customers (id, code, name, state, tier) values
  ('$customer', 'C-1', '$mark', 'CA', 'standard'), ('$otherCustomer', 'C-2', '$mark', 'CA', 'premium');
insert into commerce.portal_users (id, customer_id, role_id, name, email, password_hash) values
  ('$portalUser', '$customer', '$roleId', '$mark-p1', '$mark-p1@example.com', '$mark'),
  ('$otherPortalUser', '$otherCustomer', '$roleId', '$mark-p2', '$mark-p2@example.com', '$mark');
insert into commerce.portal_sessions (portal_user_id, family_id, token_hash, expires_at) values
  ('$portalUser', gen_random_uuid(), '$mark', 'infinity');
insert into commerce.newsletter_subscriptions (email) values ('$mark@example.com');
insert into commerce.suppliers (id, code, name) values ('$supplier', 'S-1', '$mark');
insert into commerce.products (id, code, name, portal_visible, exclusive_customer_id) values
  ('$product', 'P-1', '$mark', true, null), ('$hiddenProduct', 'P-2', '$mark', false, null),
  ('$exclusiveProduct', 'P-3', '$mark', true, '$otherCustomer');
insert into commerce.skus (id, product_id, code, name) values ('$sku', '$product', 'K-1', '$mark'),
  ('$hiddenSku', '$hiddenProduct', 'K-2', '$mark'), ('$exclusiveSku', '$exclusiveProduct', 'K-3', '$mark');
insert into commerce.inventory (id, sku_id, on_hand) values ('$inventory', '$sku', 10);
insert into commerce.price_list_entries (sku_id, unit_price, customer_id, tier) values ('$sku', 10, null, null),
  ('$sku', 9, '$customer', null), ('$sku', 8, '$otherCustomer', null), ('$sku', 7, null, 'standard'),
  ('$sku', 6, null, 'premium'), ('$hiddenSku', 5, null, null), ('$exclusiveSku', 4, null, null);
insert into commerce.orders (id, number, customer_id, tax_state, tax_rate, subtotal, tax_total, total) values
  ('$order', 'O-1', '$customer', 'CA', 0, 10, 0, 10), ('$otherOrder', 'O-2', '$otherCustomer', 'CA', 0, 10, 0, 10);
insert into commerce.order_lines (id, order_id, customer_id, line_number, sku_id, quantity, unit_price, line_total) values
  ('$orderLine', '$order', '$customer', 1, '$sku', 1, 10, 10),
  (gen_random_uuid(), '$otherOrder', '$otherCustomer', 1, '$exclusiveSku', 1, 10, 10);
insert into commerce.invoices (id, number, order_id, customer_id, subtotal, tax_total, total, due_on) values
  ('$invoice', 'I-1', '$order', '$customer', 10, 0, 10, '2030-01-01'),
  ('$otherInvoice', 'I-2', '$otherOrder', '$otherCustomer', 10, 0, 10, '2030-01-01');
insert into commerce.payments (id, invoice_id, customer_id, amount, method) values
  ('$payment', '$invoice', '$customer', 1, 'CARD'), (gen_random_uuid(), '$otherInvoice', '$otherCustomer', 1, 'CARD');
insert into commerce.carts (id, customer_id, portal_user_id) values ('$cart', '$customer', '$portalUser'),
  ('$otherCart', '$otherCustomer', '$otherPortalUser');
insert into commerce.cart_items (id, cart_id, sku_id, quantity) values ('$cartItem', '$cart', '$sku', 1),
  ('$otherCartItem', '$otherCart', '$exclusiveSku', 1);
insert into commerce.lists (id, customer_id, portal_user_id, name) values ('$list', '$customer', '$portalUser', '$mark'),
  ('$otherList', '$otherCustomer', '$otherPortalUser', '$mark');
insert into commerce.list_items (id, list_id, sku_id) values ('$listItem', '$list', '$sku'),
  (gen_random_uuid(), '$otherList', '$sku');
insert into core.notifications (id, portal_user_id, title) values ('$notification', '$portalUser', '$mark'),
  ('$otherNotification', '$otherPortalUser', '$mark');
insert into core.notifications (user_id, title) values ('$user', '$mark');
insert into commerce.state_tax_rates (state, rate, valid_from) values ('CA', 0.09, '2020-01-01');
insert into commerce.compliance_filings (state, period_start, period_end, order_count, taxable_sales, tax_due) values
  ('CA', '2026-01-01', '2026-01-31', 1, 10, 1);
insert into commerce.activities (customer_id, user_id, type, subject) values ('$customer', '$user', 'CALL', '$mark');
insert into commerce.call_plans (customer_id, user_id, planned_on) values ('$customer', '$user', '2030-01-01');
insert into commerce.tasks (customer_id, assignee_id, title) values ('$customer', '$user', '$mark');
insert into commerce.account_health_snapshots
  (customer_id, snapshot_on, order_count, revenue_current, revenue_previous, risk) values ('$customer', '2026-01-01', 1, 1, 1, 'WATCH');
insert into commerce.sales_metrics (user_id, period_start, period_end, order_count, revenue) values
  ('$user', '2026-01-01', '2026-01-31', 1, 10);
`;
