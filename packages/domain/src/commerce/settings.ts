import type { TenantClient, TenantTransaction } from '@org/db';

import { type Exact, exact } from '../shared/money.ts';
import { requireSettingsRow, type TenantSettings, tenantSettingsOf } from '../shared/tenant-settings.ts';

/** What the tenant's settings say about selling. */
export interface CommerceSettings extends TenantSettings {
  /** Order total from which a manager has to approve; null means never. */
  readonly approvalAbove: Exact | null;
  /** Sample units that a rep may give away in a calendar month. */
  readonly sampleAllowance: number;
  readonly portalEnabled: boolean;
  readonly cartEnabled: boolean;
  readonly invoiceVisibility: 'NONE' | 'DELIVERED' | 'ALL';
}

/** Reads the settings of the client's tenant. A portal user cannot: give a client with the tenant's rights. */
export async function loadSettings(client: TenantClient | TenantTransaction): Promise<CommerceSettings> {
  const row = await requireSettingsRow(client);
  return {
    ...tenantSettingsOf(row),
    approvalAbove: row.requireManagerApprovalAbove === null ? null : exact(row.requireManagerApprovalAbove),
    sampleAllowance: row.defaultSampleAllowancePerRep,
    portalEnabled: row.portalEnabled,
    cartEnabled: row.cartEnabled,
    invoiceVisibility: row.invoiceVisibility,
  };
}
