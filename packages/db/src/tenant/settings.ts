import { parseContext, type TenantContext } from './context.ts';

/**
 * The session settings that policies, defaults and audit triggers read, in the order in which their values are sent.
 * All are set for every transaction, to '' when absent, so that nothing a statement left behind can be read.
 */
export const SETTING_NAMES = [
  'app.current_tenant_id',
  'app.current_user_id',
  'app.current_portal_user_id',
  'app.current_customer_id',
  'app.current_customer_tier',
  'app.acting_portal_user_id',
  'app.current_api_key_id',
  'app.request_id',
  'app.request_ip',
  'app.request_user_agent',
] as const;

const SOURCES: Record<(typeof SETTING_NAMES)[number], (context: TenantContext) => string | undefined> = {
  'app.current_tenant_id': ({ tenantId }) => tenantId,
  'app.current_user_id': ({ userId }) => userId,
  'app.current_portal_user_id': ({ portalUser }) => portalUser?.id,
  'app.current_customer_id': ({ portalUser }) => portalUser?.customerId,
  'app.current_customer_tier': ({ portalUser }) => portalUser?.tier,
  'app.acting_portal_user_id': ({ actingPortalUserId }) => actingPortalUserId,
  'app.current_api_key_id': ({ apiKeyId }) => apiKeyId,
  'app.request_id': ({ request }) => request?.id,
  'app.request_ip': ({ request }) => request?.ip,
  'app.request_user_agent': ({ request }) => request?.userAgent,
};

// In their order once for all: the values are read for every request.
const READERS = SETTING_NAMES.map((name) => SOURCES[name]);
const NOTHING: readonly string[] = SETTING_NAMES.map(() => '');

/** The values of `SETTING_NAMES` for a context; without one, all are empty and no tenant's row is visible. */
export function settingsOf(context?: TenantContext): readonly string[] {
  return context ? READERS.map((read) => read(context) ?? '') : NOTHING;
}

/**
 * What the tenant client sets for each transaction of a context, by the settings' names: for a connection of one's own that is to see
 * what the client sees. They have to be set for the transaction only (`set_config(name, value, true)`).
 *
 * @throws DbError TENANT_CONTEXT_INVALID
 */
export function contextSettings(
  context: TenantContext,
): Readonly<Record<(typeof SETTING_NAMES)[number], string>> {
  const values = settingsOf(parseContext(context));
  return Object.fromEntries(SETTING_NAMES.map((name, index) => [name, values[index]])) as Record<
    (typeof SETTING_NAMES)[number],
    string
  >;
}

/** The values for the admin role: no tenant, and what it changes is audited under the id of its access. */
export function settingsOfAccess(accessId: string): readonly string[] {
  return SETTING_NAMES.map((name) => (name === 'app.request_id' ? `admin:${accessId}` : ''));
}
