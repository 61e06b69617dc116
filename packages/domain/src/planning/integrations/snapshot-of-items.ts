import type { TenantTransaction } from '@org/db';

import { calendarDateIn } from '../../shared/calendar-date.ts';
import { lockProject } from '../lock-project.ts';
import { writeSnapshot } from '../record-snapshot.ts';

interface Counts {
  readonly totalItems: number;
  readonly completedItems: number;
  readonly openDefects: number;
}

/** Writes today's snapshot of a project, in the tenant's time zone, from the items that were pulled for it. */
export async function snapshotOfItems(tx: TenantTransaction, projectId: string): Promise<void> {
  await lockProject(tx, projectId);
  const [counts] = await tx.$queryRaw<Counts[]>`
    SELECT count(*) FILTER (WHERE kind = 'TASK')::int AS "totalItems",
      count(*) FILTER (WHERE kind = 'TASK' AND status = 'DONE')::int AS "completedItems",
      count(*) FILTER (WHERE kind = 'DEFECT' AND status <> 'DONE')::int AS "openDefects"
    FROM planning.work_items WHERE tenant_id = core.current_tenant_id() AND project_id = ${projectId}::uuid`;
  if (!counts) return;
  const settings = await tx.tenantSettings.findFirst({ select: { timezone: true } });
  await writeSnapshot(tx, {
    projectId,
    takenOn: calendarDateIn(settings?.timezone ?? 'UTC', new Date()),
    ...counts,
  });
}
