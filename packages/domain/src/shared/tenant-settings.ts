import type { TenantClient, TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';
import { type CalendarDate, calendarDateIn } from './calendar-date.ts';

/** What the tenant's settings say that every system asks for. */
export interface TenantSettings {
  readonly currency: string;
  readonly timezone: string;
  /** The day that it is for the tenant. */
  readonly today: CalendarDate;
}

/** @throws DomainError NOT_FOUND when the client's tenant has none */
export async function requireSettingsRow(client: TenantClient | TenantTransaction) {
  const row = await client.tenantSettings.findFirst();
  if (!row) throw new DomainError('NOT_FOUND', 'The tenant has no settings. Run its seed.');
  return row;
}

/** Reads the settings of the client's tenant. A portal user cannot: give a client with the tenant's rights. */
export async function loadTenantSettings(client: TenantClient | TenantTransaction): Promise<TenantSettings> {
  return tenantSettingsOf(await requireSettingsRow(client));
}

export function tenantSettingsOf(row: { defaultCurrency: string; timezone: string }): TenantSettings {
  return {
    currency: row.defaultCurrency,
    timezone: row.timezone,
    today: calendarDateIn(row.timezone, new Date()),
  };
}
