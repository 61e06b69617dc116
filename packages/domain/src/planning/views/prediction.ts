import { z } from 'zod';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import { type DecimalLike, formatMoney } from '../../shared/money.ts';
import { dayText, idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const predictionKindSchema = z.enum(['delay', 'budget_overrun', 'quality', 'scope']);
export type PredictionKind = z.output<typeof predictionKindSchema>;

export const predictionSchema = z
  .object({
    id: idText,
    projectId: idText,
    kind: predictionKindSchema,
    probability: z.number().meta({ description: '0 to 1' }),
    predictedOn: dayText.meta({ description: 'Day of the newest snapshot that it knows' }),
    horizonOn: dayText.meta({ description: 'Day by which it will have happened, or not' }),
    threshold: z
      .string()
      .nullable()
      .meta({ description: 'What is exceeded if it happens; null for a delay' }),
    model: z.string(),
    modelVersion: z.string(),
    factors: z.array(z.object({ name: z.string(), detail: z.string(), weight: z.number() })),
    recommendedActions: z.array(z.string()),
    outcome: z.boolean().nullable().meta({ description: 'Whether it happened' }),
    outcomeRecordedAt: momentText.nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'Prediction' });
export type PredictionView = z.output<typeof predictionSchema>;

type Dates = 'predictedOn' | 'horizonOn' | 'outcomeRecordedAt' | 'createdAt';

interface PredictionRow extends Omit<PredictionView, Dates | 'probability' | 'threshold' | 'factors'> {
  readonly probability: DecimalLike;
  readonly threshold: DecimalLike | null;
  readonly predictedOn: Date;
  readonly horizonOn: Date;
  readonly outcomeRecordedAt: Date | null;
  readonly createdAt: Date;
  readonly factors: readonly {
    readonly name: string;
    readonly detail: string;
    readonly weight: DecimalLike;
  }[];
}

/** Prisma's `include` for a prediction with its factors, most weighty first. */
export const predictionFactors = { factors: { orderBy: { position: 'asc' } } } as const;

export function toPrediction(row: PredictionRow): PredictionView {
  return {
    id: row.id,
    projectId: row.projectId,
    kind: row.kind,
    probability: Number(row.probability),
    predictedOn: fromDateColumn(row.predictedOn),
    horizonOn: fromDateColumn(row.horizonOn),
    threshold: row.threshold === null ? null : formatMoney(row.threshold),
    model: row.model,
    modelVersion: row.modelVersion,
    factors: row.factors.map(({ name, detail, weight }) => ({ name, detail, weight: Number(weight) })),
    recommendedActions: [...row.recommendedActions],
    outcome: row.outcome,
    outcomeRecordedAt: momentOrNull(row.outcomeRecordedAt),
    createdAt: moment(row.createdAt),
  };
}
