import type { TenantContext } from './context.ts';

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

/** The values of `SETTING_NAMES` for a context; without one, all are empty and no tenant's row is visible. */
export function settingsOf(context?: TenantContext): readonly string[] {
  const values: Record<(typeof SETTING_NAMES)[number], string | undefined> = {
    'app.current_tenant_id': context?.tenantId,
    'app.current_user_id': context?.userId,
    'app.current_portal_user_id': context?.portalUser?.id,
    'app.current_customer_id': context?.portalUser?.customerId,
    'app.current_customer_tier': context?.portalUser?.tier,
    'app.acting_portal_user_id': context?.actingPortalUserId,
    'app.current_api_key_id': context?.apiKeyId,
    'app.request_id': context?.request?.id,
    'app.request_ip': context?.request?.ip,
    'app.request_user_agent': context?.request?.userAgent,
  };
  return SETTING_NAMES.map((name) => values[name] ?? '');
}
