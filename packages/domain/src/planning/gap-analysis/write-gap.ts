import type { TenantTransaction } from '@org/db';

import type { GapSeverity, GapType } from '../views/gap.ts';
import type { RootCause } from './find-root-causes.ts';
import type { Distance } from './measure-gaps.ts';

/** A gap as the analysis found it. */
export interface FoundGap extends Distance {
  readonly type: GapType;
  readonly severity: GapSeverity;
  readonly observedOn: Date;
  readonly causes: readonly RootCause[];
}

/**
 * Writes a found gap: over the one of its type that the analysis opened before, or as a new one. The caller holds the
 * project's row.
 *
 * @returns its id
 */
export async function writeGap(
  tx: TenantTransaction,
  project: { readonly id: string; readonly name: string; readonly ownerId: string },
  gap: FoundGap,
): Promise<string> {
  const values = {
    severity: gap.severity,
    impact: gap.impact,
    currentState: gap.current,
    targetState: gap.target,
    shortfall: Math.min(gap.shortfall, 99_999).toFixed(4),
    observedOn: gap.observedOn,
  };
  const open = await tx.gap.findFirst({
    where: {
      projectId: project.id,
      type: gap.type,
      source: 'ANALYSIS',
      status: { in: ['OPEN', 'IN_PROGRESS'] },
    },
    select: { id: true },
  });
  if (open) await tx.gap.updateMany({ where: { id: open.id }, data: values });
  const { id } =
    open ??
    (await tx.gap.create({
      data: { ...values, projectId: project.id, type: gap.type, source: 'ANALYSIS', title: titleOf(gap) },
      select: { id: true },
    }));
  await replaceCauses(tx, id, gap.causes);
  await proposeActions(tx, id, gap.causes);
  if (!open && (gap.severity === 'HIGH' || gap.severity === 'CRITICAL')) await notify(tx, project, gap);
  return id;
}

/** Those that people wrote stay; equal ones are not written again, for the audit's sake. */
async function replaceCauses(tx: TenantTransaction, gapId: string, causes: readonly RootCause[]) {
  const wanted = causes.map(({ description, evidence, confidence }) => ({
    description,
    evidence,
    confidence: confidence.toFixed(3),
  }));
  const present = await tx.gapRootCause.findMany({ where: { gapId, source: 'ANALYSIS' } });
  const text = (cause: { description: string; evidence: string; confidence: { toString(): string } }) =>
    JSON.stringify([cause.description, cause.evidence, Number(cause.confidence)]);
  const keep = new Set(wanted.map(text));
  const known = new Set(present.map(text));
  await tx.gapRootCause.deleteMany({
    where: { id: { in: present.filter((cause) => !keep.has(text(cause))).map(({ id }) => id) } },
  });
  const added = wanted.filter((cause) => !known.has(text(cause)));
  for (const cause of added) await tx.gapRootCause.create({ data: { ...cause, gapId, source: 'ANALYSIS' } });
}

async function proposeActions(tx: TenantTransaction, gapId: string, causes: readonly RootCause[]) {
  const present = await tx.remediationAction.findMany({ where: { gapId }, select: { title: true } });
  const known = new Set(present.map(({ title }) => title));
  for (const title of new Set(causes.map(({ remedy }) => remedy))) {
    if (!known.has(title)) await tx.remediationAction.create({ data: { gapId, title, source: 'ANALYSIS' } });
  }
}

async function notify(
  tx: TenantTransaction,
  project: { readonly name: string; readonly ownerId: string },
  gap: FoundGap,
): Promise<void> {
  await tx.notification.create({
    data: {
      userId: project.ownerId,
      type: gap.severity === 'CRITICAL' ? 'URGENT' : 'WARNING',
      title: `${titleOf(gap)}: ${project.name}`.slice(0, 200),
      body: `${gap.current}, should be ${gap.target}. ${gap.impact}`,
    },
  });
}

function titleOf({ type }: FoundGap): string {
  return `${type.charAt(0).toUpperCase()}${type.slice(1)} gap`;
}
