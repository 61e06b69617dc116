import type { TenantTransaction } from '@org/db';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import { timeOrderedIds } from '../../shared/time-ordered-ids.ts';
import type { GapSeverity, GapType } from '../views/gap.ts';
import type { RootCause } from './find-root-causes.ts';
import type { KnownGap, OpenGap, StoredCause } from './known-gaps.ts';
import type { Distance } from './measure-gaps.ts';

/** A gap as the analysis found it. */
export interface FoundGap extends Distance {
  readonly type: GapType;
  readonly severity: GapSeverity;
  readonly observedOn: Date;
  readonly causes: readonly RootCause[];
}

/** A found gap with the id that it has or gets. */
interface Target {
  readonly id: string;
  readonly gap: FoundGap;
  readonly open: OpenGap | undefined;
}

interface Project {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
}

/**
 * Writes the found gaps: each over the one of its type that the analysis opened before, or as a new one. The caller holds the
 * project's row, and the statements are as many for ten gaps as for one.
 *
 * @returns their ids
 */
export async function writeGaps(
  tx: TenantTransaction,
  project: Project,
  found: readonly FoundGap[],
  known: ReadonlyMap<GapType, KnownGap>,
): Promise<string[]> {
  const ids = timeOrderedIds(found.length);
  const targets = found.map((gap, index): Target => {
    const open = known.get(gap.type)?.open;
    return { id: open?.id ?? ids[index] ?? '', gap, open };
  });
  const added = targets.filter(({ open }) => !open);
  await rateAnew(
    tx,
    targets.filter(({ open }) => open),
  );
  await createGaps(tx, project, added);
  await replaceCauses(tx, targets);
  await proposeActions(tx, targets);
  await notify(
    tx,
    project,
    added.filter(({ gap }) => gap.severity === 'HIGH' || gap.severity === 'CRITICAL'),
  );
  return targets.map(({ id }) => id);
}

/** One statement for all; rows that would not change are not written. */
async function rateAnew(tx: TenantTransaction, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return;
  const each = <T>(value: (gap: FoundGap) => T) => targets.map(({ gap }) => value(gap));
  await tx.$executeRaw`
    UPDATE planning.gaps AS g
    SET severity = u.severity::planning.gap_severity, impact = u.impact, current_state = u.current_state,
        target_state = u.target_state, shortfall = u.shortfall, observed_on = u.observed_on, updated_at = now()
    FROM unnest(${targets.map(({ id }) => id)}::uuid[], ${each((gap) => gap.severity)}::text[], ${each((gap) => gap.impact)}::text[],
                ${each((gap) => gap.current)}::text[], ${each((gap) => gap.target)}::text[], ${each(storedShortfall)}::numeric[],
                ${each((gap) => fromDateColumn(gap.observedOn))}::date[])
      AS u (id, severity, impact, current_state, target_state, shortfall, observed_on)
    WHERE g.tenant_id = core.current_tenant_id() AND g.id = u.id
      AND (g.severity::text, g.impact, g.current_state, g.target_state, g.shortfall, g.observed_on)
        IS DISTINCT FROM (u.severity, u.impact, u.current_state, u.target_state, u.shortfall, u.observed_on)`;
}

async function createGaps(
  tx: TenantTransaction,
  project: Project,
  targets: readonly Target[],
): Promise<void> {
  if (targets.length === 0) return;
  await tx.gap.createMany({
    data: targets.map(({ id, gap }) => ({
      id,
      projectId: project.id,
      type: gap.type,
      source: 'ANALYSIS',
      title: titleOf(gap),
      severity: gap.severity,
      impact: gap.impact,
      currentState: gap.current,
      targetState: gap.target,
      shortfall: storedShortfall(gap),
      observedOn: gap.observedOn,
    })),
  });
}

/** Those that people wrote stay; equal ones are not written again, for the audit's sake. */
async function replaceCauses(tx: TenantTransaction, targets: readonly Target[]): Promise<void> {
  const stale = targets.flatMap(({ gap, open }) => {
    const wanted = new Set(gap.causes.map(textOf));
    return (open?.causes ?? []).filter((cause) => !wanted.has(textOf(cause))).map(({ id }) => id);
  });
  if (stale.length > 0) await tx.gapRootCause.deleteMany({ where: { id: { in: stale } } });
  const added = targets.flatMap(({ id, gap, open }) => {
    const present = new Set(open?.causes.map(textOf));
    return gap.causes
      .filter((cause) => !present.has(textOf(cause)))
      .map(({ description, evidence, confidence }) => ({
        gapId: id,
        source: 'ANALYSIS' as const,
        description,
        evidence,
        confidence: confidence.toFixed(3),
      }));
  });
  await createInOrder(added, (data) => tx.gapRootCause.createMany({ data }));
}

async function proposeActions(tx: TenantTransaction, targets: readonly Target[]): Promise<void> {
  const added = targets.flatMap(({ id, gap, open }) =>
    [...new Set(gap.causes.map(({ remedy }) => remedy))]
      .filter((title) => !open?.actionTitles.has(title))
      .map((title) => ({ gapId: id, title, source: 'ANALYSIS' as const })),
  );
  await createInOrder(added, (data) => tx.remediationAction.createMany({ data }));
}

async function notify(tx: TenantTransaction, project: Project, targets: readonly Target[]): Promise<void> {
  const messages = targets.map(({ gap }) => ({
    userId: project.ownerId,
    type: gap.severity === 'CRITICAL' ? ('URGENT' as const) : ('WARNING' as const),
    title: `${titleOf(gap)}: ${project.name}`.slice(0, 200),
    body: `${gap.current}, should be ${gap.target}. ${gap.impact}`,
  }));
  await createInOrder(messages, (data) => tx.notification.createMany({ data }));
}

/** Lists sort by id where the moment is the same, and all of a transaction is. */
async function createInOrder<T extends object>(
  rows: readonly T[],
  create: (rows: (T & { id: string })[]) => Promise<unknown>,
): Promise<void> {
  if (rows.length === 0) return;
  const ids = timeOrderedIds(rows.length);
  await create(rows.map((row, index) => ({ ...row, id: ids[index] ?? '' })));
}

function textOf({ description, evidence, confidence }: StoredCause): string {
  return JSON.stringify([description, evidence, Number(Number(confidence).toFixed(3))]);
}

function storedShortfall({ shortfall }: FoundGap): string {
  return Math.min(shortfall, 99_999).toFixed(4);
}

function titleOf({ type }: FoundGap): string {
  return `${type.charAt(0).toUpperCase()}${type.slice(1)} gap`;
}
