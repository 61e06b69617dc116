import { MigrateError } from '../errors.ts';
import type { PortalCondition } from '../schema/annotations.ts';
import type { Table } from '../schema/read-tables.ts';
import { qualifiedName, quoteIdentifier } from './quote.ts';

// Inline and without sub-selects: usable as an index condition, and accepted by distributed PostgreSQL.
// nullif, because a setting that was set locally once reads '' afterwards, not NULL.
const setting = (name: string) => `nullif(current_setting('app.${name}', true), '')`;
const TENANT = `${setting('current_tenant_id')}::uuid`;
const PORTAL_USER = `${setting('current_portal_user_id')}::uuid`;
const CUSTOMER = `${setting('current_customer_id')}::uuid`;
const TIER = `${setting('current_customer_tier')}`;
// IS NULL would say it shorter, but PostgreSQL's planner takes that for true of one row in two hundred, and sorts what it takes for
// few rows where it could read them in order. Of this form it expects 99.5 %, as is right: hardly anybody is a portal user.
const NO_PORTAL = `num_nulls(${setting('current_portal_user_id')}) <> 0`;

/**
 * The statements that isolate a tenant's table: row level security enabled and forced, one permissive policy for the
 * tenant, restrictive ones that narrow it for a portal user, and full access for the owner and the admin role, which
 * forced security would bind as well. Global tables get none.
 */
export function derivePolicies(table: Table): string[] {
  if (table.tenancy === 'global') return [];
  const name = qualifiedName(table);
  const policy = (label: string, rest: string) => `CREATE POLICY ${label} ON ${name} ${rest};`;
  return [
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`,
    `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;`,
    policy('owner_access', 'TO org_owner USING (true) WITH CHECK (true)'),
    policy('admin_access', 'TO org_admin USING (true) WITH CHECK (true)'),
    ...tenantPolicies(table, policy),
    ...portalPolicies(table, policy),
  ];
}

type MakePolicy = (label: string, rest: string) => string;

function tenantPolicies(table: Table, policy: MakePolicy): string[] {
  const own = `${quoteIdentifier(tenantColumn(table))} = ${TENANT}`;
  const isolation = policy('tenant_isolation', `TO org_app USING (${own}) WITH CHECK (${own})`);
  if (table.tenancy !== 'optional') return [isolation];
  const shared = `"tenant_id" IS NULL AND ${setting('current_tenant_id')} IS NOT NULL`;
  return [isolation, policy('shared_rows', `FOR SELECT TO org_app USING (${shared})`)];
}

function portalPolicies(table: Table, policy: MakePolicy): string[] {
  const rule = table.portal;
  const restrict = (label: string, command: string, rest: string) =>
    policy(label, `AS RESTRICTIVE FOR ${command} TO org_app ${rest}`);
  if (rule.access === 'none') {
    return [restrict('portal_scope', 'ALL', `USING (${NO_PORTAL}) WITH CHECK (${NO_PORTAL})`)];
  }
  const visible = `${NO_PORTAL} OR (${rule.conditions.map((one) => condition(table, one)).join(' AND ')})`;
  if (rule.access === 'write') {
    return [restrict('portal_scope', 'ALL', `USING (${visible}) WITH CHECK (${visible})`)];
  }
  return [
    restrict('portal_scope', 'SELECT', `USING (${visible})`),
    restrict('portal_insert', 'INSERT', `WITH CHECK (${NO_PORTAL})`),
    restrict('portal_update', 'UPDATE', `USING (${NO_PORTAL})`),
    restrict('portal_delete', 'DELETE', `USING (${NO_PORTAL})`),
  ];
}

function condition(table: Table, one: PortalCondition): string {
  const offered = `"portal_visible" AND ("exclusive_customer_id" IS NULL OR "exclusive_customer_id" = ${CUSTOMER})`;
  switch (one.kind) {
    case 'self':
      return `${column(table, one.field)} = ${PORTAL_USER}`;
    case 'customer':
      return `${column(table, one.field)} = ${CUSTOMER}`;
    case 'offer':
      return offered;
    case 'price':
      return `${offered} AND ("customer_id" IS NULL OR "customer_id" = ${CUSTOMER}) AND ("tier" IS NULL OR "tier"::text = ${TIER})`;
  }
}

function column(table: Table, field: string): string {
  const name = table.columns.get(field);
  if (!name) {
    throw new MigrateError(
      'ANNOTATION_INVALID',
      `Model ${table.model}: @portal names the field "${field}", which it does not have.`,
    );
  }
  return quoteIdentifier(name);
}

/** The column that holds the tenant: `id` in the table of tenants itself. */
export function tenantColumn(table: Table): string {
  return table.tenancy === 'self' ? 'id' : 'tenant_id';
}
