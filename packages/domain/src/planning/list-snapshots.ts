import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { requireProject } from './lock-project.ts';
import { type SnapshotView, toSnapshot } from './views/snapshot.ts';

export const SNAPSHOT_ORDERS = ['-takenOn', 'takenOn'] as const;

export const listSnapshotsInput = z.strictObject({ ...pageFields(SNAPSHOT_ORDERS), projectId: idField });

/** @throws DomainError NOT_FOUND for the project; DbError CURSOR_INVALID */
export async function listSnapshots(
  client: TenantClient,
  input: z.input<typeof listSnapshotsInput>,
): Promise<Page<SnapshotView>> {
  const { projectId, ...page } = parseInput(listSnapshotsInput, input);
  await requireProject(client, projectId);
  const found = await readPage(
    client,
    { resource: 'project-snapshots', page, filters: { projectId } },
    ({ where, orderBy, take }) =>
      client.projectSnapshot.findMany({ where: { AND: [{ projectId }, where] }, orderBy, take }),
  );
  return { data: found.data.map(toSnapshot), page: found.page };
}
