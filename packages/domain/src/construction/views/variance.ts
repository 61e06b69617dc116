import { z } from 'zod';
import { type DecimalLike, formatNumber } from '../../shared/money.ts';
import { decimalText, idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const varianceScopeSchema = z.enum(['PLAN', 'OPTION', 'COMMUNITY', 'MATERIAL']);
export const varianceReviewStatusSchema = z.enum(['PENDING', 'ACCEPTED', 'REJECTED', 'SUPERSEDED']);

const figures = {
  sampleSize: z.int(),
  mean: decimalText.meta({
    description: 'Mean difference, as a share: 0.1 is 10 % more than the takeoffs said',
  }),
  deviation: decimalText.meta({ description: 'Sample standard deviation' }),
  confidence: decimalText.meta({ description: 'That the mean is not 0, from 0 to 1' }),
};

export const variancePatternSchema = z
  .object({
    id: idText,
    scope: varianceScopeSchema,
    materialId: idText,
    templateItemId: idText.nullable(),
    planId: idText.nullable(),
    communityId: idText.nullable(),
    ...figures,
    isActive: z.boolean(),
  })
  .meta({ id: 'VariancePattern' });
export type VariancePatternView = z.output<typeof variancePatternSchema>;

export const varianceReviewSchema = z
  .object({
    id: idText,
    status: varianceReviewStatusSchema,
    ...figures,
    pattern: variancePatternSchema,
    reviewedById: idText.nullable(),
    reviewedAt: momentText.nullable(),
    note: z.string(),
    createdAt: momentText,
  })
  .meta({ id: 'VarianceReview' });
export type VarianceReviewView = z.output<typeof varianceReviewSchema>;

interface Figures {
  readonly sampleSize: number;
  readonly mean: DecimalLike;
  readonly deviation: DecimalLike;
  readonly confidence: DecimalLike;
}

function toFigures({ sampleSize, mean, deviation, confidence }: Figures) {
  return {
    sampleSize,
    mean: formatNumber(mean),
    deviation: formatNumber(deviation),
    confidence: formatNumber(confidence),
  };
}

type PatternRow = Omit<VariancePatternView, keyof Figures> & Figures;

export function toVariancePattern(row: PatternRow): VariancePatternView {
  return {
    id: row.id,
    scope: row.scope,
    materialId: row.materialId,
    templateItemId: row.templateItemId,
    planId: row.planId,
    communityId: row.communityId,
    ...toFigures(row),
    isActive: row.isActive,
  };
}

interface ReviewRow extends Figures, Pick<VarianceReviewView, 'id' | 'status' | 'reviewedById' | 'note'> {
  readonly pattern: PatternRow;
  readonly reviewedAt: Date | null;
  readonly createdAt: Date;
}

export function toVarianceReview(row: ReviewRow): VarianceReviewView {
  return {
    id: row.id,
    status: row.status,
    ...toFigures(row),
    pattern: toVariancePattern(row.pattern),
    reviewedById: row.reviewedById,
    reviewedAt: momentOrNull(row.reviewedAt),
    note: row.note,
    createdAt: moment(row.createdAt),
  };
}
