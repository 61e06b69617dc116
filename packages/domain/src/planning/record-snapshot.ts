import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { amountField, dayField, measureField, percentField } from './input-fields.ts';
import { lockProject } from './lock-project.ts';
import { type SnapshotView, toSnapshot } from './views/snapshot.ts';

const countField = z.int().min(0).max(1_000_000_000);

/** A snapshot, as a request says it. */
export const snapshotRequestSchema = z
  .strictObject({
    takenOn: dayField,
    totalItems: countField.describe('Work items in scope'),
    completedItems: countField.describe('Those of them that are done'),
    spent: amountField.optional().describe('Money spent so far; that of the snapshot before when left out'),
    openDefects: countField.optional(),
    teamSize: measureField.nullable().optional(),
    skillCoverage: percentField.nullable().optional(),
    cycleTime: measureField.nullable().optional(),
    responseTime: measureField.nullable().optional(),
    availability: percentField.nullable().optional(),
    morale: percentField.nullable().optional(),
    decisionDelay: measureField.nullable().optional(),
  })
  .refine(({ completedItems, totalItems }) => completedItems <= totalItems, {
    path: ['completedItems'],
    error: 'must be at most totalItems',
  });

export const recordSnapshotInput = snapshotRequestSchema.safeExtend({ projectId: idField });

type Snapshot = z.output<typeof recordSnapshotInput>;

/**
 * Writes the state of a project on a day; there is one a day, and a later one replaces what it names. The project's
 * progress follows its newest snapshot.
 *
 * @throws DomainError NOT_FOUND
 */
export async function recordSnapshot(
  client: TenantClient,
  input: z.input<typeof recordSnapshotInput>,
): Promise<SnapshotView> {
  const snapshot = parseInput(recordSnapshotInput, input);
  return inTransaction(client, async (tx) => {
    await lockProject(tx, snapshot.projectId);
    return writeSnapshot(tx, snapshot);
  });
}

/** Writes a snapshot of a project whose row the caller has locked. */
export async function writeSnapshot(tx: TenantTransaction, snapshot: Snapshot): Promise<SnapshotView> {
  const { projectId, takenOn: day, ...values } = snapshot;
  const takenOn = toDateColumn(day);
  const data = withoutUndefined(values);
  const present = await tx.projectSnapshot.findFirst({ where: { projectId, takenOn } });
  const before = await tx.projectSnapshot.findFirst({
    where: { projectId, takenOn: { lt: takenOn } },
    orderBy: { takenOn: 'desc' },
  });
  if (present) await tx.projectSnapshot.updateMany({ where: { id: present.id }, data });
  else await tx.projectSnapshot.create({ data: { spent: before?.spent ?? 0, ...data, projectId, takenOn } });

  const newest = await tx.projectSnapshot.findFirst({ where: { projectId }, orderBy: { takenOn: 'desc' } });
  if (newest) {
    const share = newest.totalItems === 0 ? 0 : (newest.completedItems / newest.totalItems) * 100;
    await tx.project.updateMany({ where: { id: projectId }, data: { progress: share.toFixed(2) } });
  }
  return toSnapshot(await tx.projectSnapshot.findFirstOrThrow({ where: { projectId, takenOn } }));
}
