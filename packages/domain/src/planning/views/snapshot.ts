import { z } from 'zod';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import { type DecimalLike, formatMoney } from '../../shared/money.ts';
import { dayText, idText, moneyText } from '../../shared/view-fields.ts';

/** The metrics that a target can be set for. */
export const PROJECT_METRICS = [
  'team_size',
  'skill_coverage',
  'cycle_time',
  'response_time',
  'availability',
  'morale',
  'open_defects',
  'decision_delay',
] as const;
const projectMetricSchema = z.enum(PROJECT_METRICS);
export type ProjectMetric = (typeof PROJECT_METRICS)[number];

export const targetSchema = z
  .object({ metric: projectMetricSchema, value: z.number() })
  .meta({ id: 'ProjectTarget' });
export type TargetView = z.output<typeof targetSchema>;

export const snapshotSchema = z
  .object({
    id: idText,
    projectId: idText,
    takenOn: dayText,
    totalItems: z.int(),
    completedItems: z.int(),
    spent: moneyText,
    openDefects: z.int(),
    teamSize: z.number().nullable(),
    skillCoverage: z.number().nullable(),
    cycleTime: z.number().nullable(),
    responseTime: z.number().nullable(),
    availability: z.number().nullable(),
    morale: z.number().nullable(),
    decisionDelay: z.number().nullable(),
  })
  .meta({ id: 'ProjectSnapshot' });
export type SnapshotView = z.output<typeof snapshotSchema>;

type Measure = 'teamSize' | 'skillCoverage' | 'cycleTime' | 'responseTime' | 'availability' | 'morale';

export interface SnapshotRow
  extends Pick<SnapshotView, 'id' | 'projectId' | 'totalItems' | 'completedItems' | 'openDefects'>,
    Readonly<Record<Measure | 'decisionDelay', DecimalLike | null>> {
  readonly takenOn: Date;
  readonly spent: DecimalLike;
}

export function toSnapshot(row: SnapshotRow): SnapshotView {
  return {
    id: row.id,
    projectId: row.projectId,
    takenOn: fromDateColumn(row.takenOn),
    totalItems: row.totalItems,
    completedItems: row.completedItems,
    spent: formatMoney(row.spent),
    openDefects: row.openDefects,
    teamSize: numberOrNull(row.teamSize),
    skillCoverage: numberOrNull(row.skillCoverage),
    cycleTime: numberOrNull(row.cycleTime),
    responseTime: numberOrNull(row.responseTime),
    availability: numberOrNull(row.availability),
    morale: numberOrNull(row.morale),
    decisionDelay: numberOrNull(row.decisionDelay),
  };
}

function numberOrNull(value: DecimalLike | null): number | null {
  return value === null ? null : Number(value);
}
