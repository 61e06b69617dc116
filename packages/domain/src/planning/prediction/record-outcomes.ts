import type { TenantClient, TenantTransaction } from '@org/db';

import { calendarDateIn, toDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import type { PredictionKind } from '../views/prediction.ts';
import { hasHappened } from './events.ts';

export interface RecordOutcomesOptions {
  /** The moment to look from. Now by default. */
  readonly asOf?: Date;
}

export interface OutcomesRecorded {
  readonly recorded: number;
  /** Predictions whose horizon has passed without a snapshot that shows what happened. */
  readonly open: number;
}

interface DuePrediction {
  readonly id: string;
  readonly kind: PredictionKind;
  readonly threshold: number | null;
  readonly done: boolean;
  readonly completed: number | null;
  readonly total: number | null;
  readonly spent: number | null;
  readonly defects: number | null;
}

/**
 * Records whether what was predicted has happened, for all predictions of the tenant whose horizon has passed in its
 * time zone.
 *
 * What counts is the newest snapshot up to the horizon that the prediction did not know (`hasHappened`); a project that
 * was completed by then was not delayed, whatever its snapshots say. Without such a snapshot the outcome stays open, and
 * is recorded once one is entered later. Projects that were cancelled or deleted have none. Recorded once; a later run
 * changes nothing.
 */
export async function recordOutcomes(
  client: TenantClient,
  { asOf = new Date() }: RecordOutcomesOptions = {},
): Promise<OutcomesRecorded> {
  return inTransaction(client, async (tx) => {
    const settings = await tx.tenantSettings.findFirst({ select: { timezone: true } });
    const today = toDateColumn(calendarDateIn(settings?.timezone ?? 'UTC', asOf));
    let recorded = 0;
    let open = 0;
    for (const prediction of await readDue(tx, today)) {
      const outcome = outcomeOf(prediction);
      if (outcome === undefined) {
        open += 1;
        continue;
      }
      const { count } = await tx.prediction.updateMany({
        where: { id: prediction.id, outcome: null },
        data: { outcome, outcomeRecordedAt: asOf },
      });
      recorded += count;
    }
    return { recorded, open };
  });
}

function outcomeOf({ kind, threshold, done, ...state }: DuePrediction): boolean | undefined {
  if (kind === 'delay' && done) return false;
  const { completed, total, spent, defects } = state;
  if (completed === null || total === null || spent === null || defects === null) return undefined;
  return hasHappened(kind, threshold, { completed, total, spent, defects });
}

/** Locks them, so that of two runs the second one finds them recorded. */
async function readDue(tx: TenantTransaction, today: Date): Promise<DuePrediction[]> {
  return await tx.$queryRaw<DuePrediction[]>`
    SELECT p.id, p.kind::text AS kind, p.threshold::float8 AS threshold,
      coalesce(j.completed_on <= p.horizon_on, false) AS done,
      s.completed_items AS completed, s.total_items AS total, s.spent::float8 AS spent, s.open_defects AS defects
    FROM planning.predictions AS p
    JOIN planning.projects AS j ON j.tenant_id = p.tenant_id AND j.id = p.project_id
    LEFT JOIN LATERAL (
      SELECT * FROM planning.project_snapshots
      WHERE tenant_id = p.tenant_id AND project_id = p.project_id
        AND taken_on > p.predicted_on AND taken_on <= p.horizon_on
      ORDER BY taken_on DESC LIMIT 1
    ) AS s ON true
    WHERE p.tenant_id = core.current_tenant_id() AND p.outcome IS NULL AND p.horizon_on < ${today}::date
      AND j.deleted_at IS NULL AND j.status <> 'CANCELLED'
    ORDER BY p.horizon_on, p.id
    FOR UPDATE OF p`;
}
