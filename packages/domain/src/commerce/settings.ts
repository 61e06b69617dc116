import type { TenantClient, TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';
import { type CalendarDate, calendarDateIn } from './calendar-date.ts';
import { type Exact, exact } from './money.ts';

/** What the tenant's settings say about selling. */
export interface CommerceSettings {
  readonly currency: string;
  readonly timezone: string;
  /** The day that it is for the tenant. */
  readonly today: CalendarDate;
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
  const row = await client.tenantSettings.findFirst();
  if (!row) throw new DomainError('NOT_FOUND', 'The tenant has no settings. Run its seed.');
  return {
    currency: row.defaultCurrency,
    timezone: row.timezone,
    today: calendarDateIn(row.timezone, new Date()),
    approvalAbove: row.requireManagerApprovalAbove === null ? null : exact(row.requireManagerApprovalAbove),
    sampleAllowance: row.defaultSampleAllowancePerRep,
    portalEnabled: row.portalEnabled,
    cartEnabled: row.cartEnabled,
    invoiceVisibility: row.invoiceVisibility,
  };
}
