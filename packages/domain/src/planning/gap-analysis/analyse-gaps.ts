import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { lockProject } from '../lock-project.ts';
import { readHistory } from '../read-history.ts';
import { type GapView, gapChildren, toGap } from '../views/gap.ts';
import { findRootCauses } from './find-root-causes.ts';
import { type KnownGap, readKnownGaps } from './known-gaps.ts';
import { measureGaps } from './measure-gaps.ts';
import { isGraver, rateShortfall } from './rate-shortfall.ts';
import { readAims } from './read-aims.ts';
import { type FoundGap, writeGaps } from './write-gaps.ts';

export const analyseGapsInput = z.strictObject({ projectId: idField });

export interface GapAnalysis {
  /** The gaps that the analysis found, with causes and proposed actions. */
  readonly gaps: GapView[];
  /** Identifiers of those that it found earlier, and that are closed now. */
  readonly resolvedIds: string[];
}

/**
 * Compares the newest snapshot of a project with its dates, budget and targets, rates what is missing, and looks in the
 * snapshots before for causes: `measureGaps`, `rateShortfall` and `findRootCauses` say how.
 *
 * A gap that is open already is rated anew, not doubled; one that is gone is RESOLVED; one that was DISMISSED stays so
 * until it is graver. Causes of people and actions that exist are left alone. The owner of the project is notified of each new gap that is
 * HIGH or CRITICAL. One analysis of a project runs at a time: the same snapshots give the same gaps, however many ask.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL without a snapshot
 */
export async function analyseGaps(
  client: TenantClient,
  input: z.input<typeof analyseGapsInput>,
): Promise<GapAnalysis> {
  const { projectId } = parseInput(analyseGapsInput, input);
  return inTransaction(client, async (tx) => {
    const project = await lockProject(tx, projectId);
    const history = await readHistory(tx, projectId);
    const now = history.at(-1);
    if (!now)
      throw new DomainError('STATE_ILLEGAL', 'The project has no snapshot to compare with its targets.');
    const aims = await readAims(tx, project);
    const known = await readKnownGaps(tx, projectId);
    const observedOn = toDateColumn(now.takenOn);

    const found: FoundGap[] = [];
    for (const [type, distance] of measureGaps(now, aims)) {
      const severity = rateShortfall(distance.shortfall);
      if (!severity || isDismissed(known.get(type), severity)) continue;
      found.push({ type, severity, ...distance, observedOn, causes: findRootCauses(type, history, aims) });
    }
    const ids = await writeGaps(tx, project, found, known);
    const resolvedIds = await resolveOthers(tx, projectId, ids);

    const rows = await tx.gap.findMany({
      where: { id: { in: ids } },
      include: gapChildren,
      orderBy: [{ shortfall: 'desc' }, { id: 'asc' }],
    });
    return { gaps: rows.map(toGap), resolvedIds };
  });
}

function isDismissed(known: KnownGap | undefined, severity: FoundGap['severity']): boolean {
  return known?.newest.status === 'DISMISSED' && !isGraver(severity, known.newest.severity);
}

async function resolveOthers(tx: TenantTransaction, projectId: string, ids: string[]): Promise<string[]> {
  const gone = await tx.gap.updateManyAndReturn({
    where: { projectId, source: 'ANALYSIS', status: { in: ['OPEN', 'IN_PROGRESS'] }, id: { notIn: ids } },
    data: { status: 'RESOLVED', resolvedAt: new Date() },
    select: { id: true },
  });
  return gone.map(({ id }) => id);
}
