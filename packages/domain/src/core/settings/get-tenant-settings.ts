import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { formatMoney, formatNumber } from '../../shared/money.ts';

export const tenantSettingsSchema = z
  .object({
    defaultCurrency: z.string(),
    timezone: z.string(),
    dateFormat: z.string(),
    revenueHealthDropPercent: z.string(),
    minimumOrdersForHealth: z.int(),
    defaultSampleAllowancePerRep: z.int(),
    requireManagerApprovalAbove: z.string().nullable(),
    minimumOrdersForPaceCalc: z.int(),
    paceRiskThresholdDays: z.int(),
    portalEnabled: z.boolean(),
    cartEnabled: z.boolean(),
    invoiceVisibility: z.enum(['NONE', 'DELIVERED', 'ALL']),
  })
  .meta({ id: 'TenantSettings' });
export type TenantSettingsView = z.output<typeof tenantSettingsSchema>;

/** @throws DomainError NOT_FOUND when the tenant has none */
export async function getTenantSettings(
  client: TenantClient | TenantTransaction,
): Promise<TenantSettingsView> {
  const row = await client.tenantSettings.findFirst();
  if (!row) throw new DomainError('NOT_FOUND', 'The tenant has no settings. Run its seed.');
  const { requireManagerApprovalAbove: above } = row;
  return {
    defaultCurrency: row.defaultCurrency,
    timezone: row.timezone,
    dateFormat: row.dateFormat,
    revenueHealthDropPercent: formatNumber(row.revenueHealthDropPercent),
    minimumOrdersForHealth: row.minimumOrdersForHealth,
    defaultSampleAllowancePerRep: row.defaultSampleAllowancePerRep,
    requireManagerApprovalAbove: above === null ? null : formatMoney(above),
    minimumOrdersForPaceCalc: row.minimumOrdersForPaceCalc,
    paceRiskThresholdDays: row.paceRiskThresholdDays,
    portalEnabled: row.portalEnabled,
    cartEnabled: row.cartEnabled,
    invoiceVisibility: row.invoiceVisibility,
  };
}
