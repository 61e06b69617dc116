import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { type PredictionKind, predictionKindSchema } from '../views/prediction.ts';

/** Whose predictions are scored. */
export const calibrationFilters = {
  projectId: idField.optional(),
  kind: predictionKindSchema.optional(),
};

export const readCalibrationInput = z.strictObject(calibrationFilters);

const scoreSchema = z.object({
  count: z.int().meta({ description: 'Predictions with an outcome' }),
  brierScore: z.number().nullable().meta({ description: '0 is perfect, 0.25 is what always 0.5 gets' }),
  baseRate: z.number().nullable().meta({ description: 'Share of them that happened' }),
});

export const calibrationSchema = scoreSchema
  .extend({
    byKind: z.array(scoreSchema.extend({ kind: predictionKindSchema })),
    bins: z
      .array(
        z.object({
          from: z.number(),
          to: z.number(),
          count: z.int(),
          meanProbability: z.number(),
          happened: z.number(),
        }),
      )
      .meta({ description: 'Predicted probability beside what happened, in steps of 0.1' }),
  })
  .meta({ id: 'Calibration' });
export type CalibrationView = z.output<typeof calibrationSchema>;

interface ScoreRow {
  readonly kind: PredictionKind | null;
  readonly bin: number | null;
  readonly count: number;
  readonly brier: number | null;
  readonly mean: number | null;
  readonly happened: number | null;
}

/**
 * How good the predictions were, of those whose outcome is known: the Brier score, the mean of (probability − outcome)²
 * (G. W. Brier, Monthly Weather Review 78, 1950), in all and by kind, and the share that happened beside the predicted
 * probability. Without an outcome the scores are null.
 */
export async function readCalibration(
  client: TenantClient,
  input: z.input<typeof readCalibrationInput> = {},
): Promise<CalibrationView> {
  const { projectId = null, kind = null } = parseInput(readCalibrationInput, input);
  const rows = await client.$queryRaw<ScoreRow[]>`
    SELECT kind::text AS kind, bin, count(*)::int AS count,
      avg((probability - outcome::int) ^ 2)::float8 AS brier, avg(probability)::float8 AS mean,
      avg(outcome::int)::float8 AS happened
    FROM (
      SELECT kind, probability, outcome, least(floor(probability * 10), 9)::int AS bin
      FROM planning.predictions
      WHERE tenant_id = core.current_tenant_id() AND outcome IS NOT NULL
        AND (${projectId}::uuid IS NULL OR project_id = ${projectId}::uuid)
        AND (${kind}::text IS NULL OR kind::text = ${kind}::text)
    ) AS scored
    GROUP BY GROUPING SETS ((), (kind), (bin))
    ORDER BY kind, bin`;
  const score = ({ count, brier, happened }: ScoreRow) => ({
    count,
    brierScore: rounded(brier),
    baseRate: rounded(happened),
  });
  const all = rows.find((row) => row.kind === null && row.bin === null);
  return {
    ...(all ? score(all) : { count: 0, brierScore: null, baseRate: null }),
    byKind: rows.flatMap((row) => (row.kind === null ? [] : [{ kind: row.kind, ...score(row) }])),
    bins: rows.flatMap(({ bin, count, mean, happened }) =>
      bin === null || mean === null || happened === null
        ? []
        : [
            {
              from: bin / 10,
              to: (bin + 1) / 10,
              count,
              meanProbability: rounded(mean) ?? 0,
              happened: rounded(happened) ?? 0,
            },
          ],
    ),
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}
