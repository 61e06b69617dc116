import type { TenantClient } from '@org/db';

import type { ConfigurationView } from './configuration.ts';

/** What is set for the tenant, by key: its own value, or the platform's where it has none. */
export async function listConfiguration(client: TenantClient): Promise<ConfigurationView[]> {
  const rows = await client.systemConfiguration.findMany({ orderBy: { key: 'asc' } });
  const byKey = new Map<string, ConfigurationView>();
  for (const { key, value, scope, updatedAt } of rows) {
    if (scope === 'TENANT' || !byKey.has(key)) {
      byKey.set(key, {
        key,
        value,
        scope,
        updatedAt: updatedAt.toISOString(),
      });
    }
  }
  return [...byKey.values()];
}
