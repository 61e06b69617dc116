import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { exact } from '../../shared/money.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { getTenantSettings, type TenantSettingsView } from './get-tenant-settings.ts';

const amount = (pattern: RegExp, message: string) =>
  z
    .union([z.string().max(20), z.number()])
    .transform(String)
    .pipe(z.string().regex(pattern, message));

/** What of the settings can be changed; what is left out stays. */
export const tenantSettingsChangesSchema = z
  .strictObject({
    defaultCurrency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as USD'),
    timezone: z.string().max(64).refine(isTimeZone, 'must be a time zone such as America/Los_Angeles'),
    dateFormat: z.string().min(1).max(32),
    revenueHealthDropPercent: amount(
      /^\d{1,3}(\.\d{1,2})?$/,
      'must be 0 to 100, with at most two decimals',
    ).refine((value) => exact(value).lessThanOrEqualTo(100), 'must be at most 100'),
    minimumOrdersForHealth: z.int().min(1).max(1_000_000),
    defaultSampleAllowancePerRep: z.int().min(0).max(1_000_000),
    requireManagerApprovalAbove: amount(/^\d{1,12}(\.\d{1,2})?$/, 'must be money with at most two decimals')
      .nullable()
      .describe('Order total; null means never'),
    minimumOrdersForPaceCalc: z.int().min(2).max(1_000_000),
    paceRiskThresholdDays: z.int().min(0).max(36_500),
    portalEnabled: z.boolean(),
    cartEnabled: z.boolean(),
    invoiceVisibility: z.enum(['NONE', 'DELIVERED', 'ALL']),
  })
  .partial();

/**
 * Changes settings of the tenant; they hold from the next request on.
 *
 * @throws DomainError NOT_FOUND
 */
export async function updateTenantSettings(
  client: TenantClient,
  input: z.input<typeof tenantSettingsChangesSchema>,
): Promise<TenantSettingsView> {
  const changes = parseInput(tenantSettingsChangesSchema, input);
  await client.tenantSettings.updateMany({ data: withoutUndefined(changes) });
  return getTenantSettings(client);
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
