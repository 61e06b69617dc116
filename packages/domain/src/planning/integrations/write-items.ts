import type { TenantTransaction } from '@org/db';

import type { PulledItem } from './connectors/connector.ts';

/** Stores pulled items; of one that is known the newer state stays, in whatever order they come. */
export async function writeItems(
  tx: TenantTransaction,
  {
    integrationId,
    projectId,
    items,
  }: { integrationId: string; projectId: string; items: readonly PulledItem[] },
): Promise<void> {
  // One statement may not touch a row twice: of an item that comes twice in a page the later one counts.
  const unique = [...new Map(items.map((item) => [item.externalId, item])).values()];
  if (unique.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO planning.work_items AS w
      (project_id, integration_id, external_id, title, kind, status, changed_at)
    SELECT ${projectId}::uuid, ${integrationId}::uuid, external_id, left(title, 500),
      kind::planning.work_item_kind, status::planning.work_item_status, changed_at
    FROM unnest(
      ${unique.map((item) => item.externalId)}::text[], ${unique.map((item) => item.title)}::text[],
      ${unique.map((item) => item.kind)}::text[], ${unique.map((item) => item.status)}::text[],
      ${unique.map((item) => item.changedAt.toISOString())}::timestamptz[]
    ) AS pulled (external_id, title, kind, status, changed_at)
    ON CONFLICT (tenant_id, integration_id, external_id) DO UPDATE
      SET project_id = excluded.project_id, title = excluded.title, kind = excluded.kind, status = excluded.status,
        changed_at = excluded.changed_at, updated_at = now()
      WHERE excluded.changed_at >= w.changed_at`;
}
