import type { Prisma } from '@org/db';
import { z } from 'zod';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import type { DecimalLike } from '../../shared/money.ts';
import { dayText, idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const gapTypeSchema = z.enum([
  'resource',
  'process',
  'communication',
  'technology',
  'culture',
  'timeline',
  'quality',
  'budget',
  'skill',
  'governance',
]);
export type GapType = z.output<typeof gapTypeSchema>;
export const gapSeveritySchema = z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
export type GapSeverity = z.output<typeof gapSeveritySchema>;
export const gapStatusSchema = z.enum(['OPEN', 'IN_PROGRESS', 'RESOLVED', 'DISMISSED']);
const gapSourceSchema = z.enum(['MANUAL', 'ANALYSIS']);
export const remediationStatusSchema = z.enum(['PROPOSED', 'PLANNED', 'IN_PROGRESS', 'DONE', 'REJECTED']);

const rootCauseSchema = z
  .object({
    id: idText,
    source: gapSourceSchema,
    description: z.string(),
    evidence: z.string(),
    confidence: z.number().meta({ description: '0 to 1' }),
  })
  .meta({ id: 'GapRootCause' });

export const remediationSchema = z
  .object({
    id: idText,
    source: gapSourceSchema,
    title: z.string(),
    status: remediationStatusSchema,
    assigneeId: idText.nullable(),
    dueOn: dayText.nullable(),
    completedAt: momentText.nullable(),
  })
  .meta({ id: 'RemediationAction' });
export type RemediationView = z.output<typeof remediationSchema>;

export const gapSummarySchema = z
  .object({
    id: idText,
    projectId: idText,
    type: gapTypeSchema,
    source: gapSourceSchema,
    severity: gapSeveritySchema,
    status: gapStatusSchema,
    title: z.string(),
    impact: z.string(),
    currentState: z.string(),
    targetState: z.string(),
    shortfall: z.number().nullable().meta({ description: 'Share of the target: 0.25 is a quarter of it' }),
    observedOn: dayText.nullable(),
    reviewedById: idText.nullable(),
    reviewedAt: momentText.nullable(),
    resolvedAt: momentText.nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'GapSummary' });
export type GapSummaryView = z.output<typeof gapSummarySchema>;

export const gapSchema = gapSummarySchema
  .extend({ rootCauses: z.array(rootCauseSchema), actions: z.array(remediationSchema) })
  .meta({ id: 'Gap' });
export type GapView = z.output<typeof gapSchema>;

type Dates = 'observedOn' | 'reviewedAt' | 'resolvedAt' | 'createdAt';

interface GapRow extends Omit<GapSummaryView, Dates | 'shortfall'> {
  readonly shortfall: DecimalLike | null;
  readonly observedOn: Date | null;
  readonly reviewedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly createdAt: Date;
}

export interface RemediationRow extends Omit<RemediationView, 'dueOn' | 'completedAt'> {
  readonly dueOn: Date | null;
  readonly completedAt: Date | null;
}

interface GapWithChildren extends GapRow {
  readonly rootCauses: readonly (Omit<GapView['rootCauses'][number], 'confidence'> & {
    readonly confidence: DecimalLike;
  })[];
  readonly actions: readonly RemediationRow[];
}

/** Prisma's `include` for a gap with what belongs to it: the surest cause first. */
export const gapChildren = {
  rootCauses: { orderBy: [{ confidence: 'desc' }, { id: 'asc' }] },
  actions: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.GapInclude;

export function toGapSummary(row: GapRow): GapSummaryView {
  return {
    id: row.id,
    projectId: row.projectId,
    type: row.type,
    source: row.source,
    severity: row.severity,
    status: row.status,
    title: row.title,
    impact: row.impact,
    currentState: row.currentState,
    targetState: row.targetState,
    shortfall: row.shortfall === null ? null : Number(row.shortfall),
    observedOn: row.observedOn === null ? null : fromDateColumn(row.observedOn),
    reviewedById: row.reviewedById,
    reviewedAt: momentOrNull(row.reviewedAt),
    resolvedAt: momentOrNull(row.resolvedAt),
    createdAt: moment(row.createdAt),
  };
}

export function toGap(row: GapWithChildren): GapView {
  return {
    ...toGapSummary(row),
    rootCauses: row.rootCauses.map(({ id, source, description, evidence, confidence }) => ({
      id,
      source,
      description,
      evidence,
      confidence: Number(confidence),
    })),
    actions: row.actions.map(toRemediation),
  };
}

export function toRemediation(row: RemediationRow): RemediationView {
  return {
    id: row.id,
    source: row.source,
    title: row.title,
    status: row.status,
    assigneeId: row.assigneeId,
    dueOn: row.dueOn === null ? null : fromDateColumn(row.dueOn),
    completedAt: momentOrNull(row.completedAt),
  };
}
