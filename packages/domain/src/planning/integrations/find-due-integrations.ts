import type { TenantClient } from '@org/db';

/** The integrations that are to be pulled from now, those first that have waited longest. */
export async function findDueIntegrations(client: TenantClient, asOf = new Date()): Promise<string[]> {
  const rows = await client.integration.findMany({
    where: { status: 'ACTIVE', nextSyncAt: { lte: asOf } },
    orderBy: [{ nextSyncAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
