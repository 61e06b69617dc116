import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { readAims } from '../gap-analysis/read-aims.ts';
import { lockProject } from '../lock-project.ts';
import { daysBetween, readHistory } from '../read-history.ts';
import { type PredictionView, predictionFactors, toPrediction } from '../views/prediction.ts';
import { eventsOf, type PredictedEvent } from './events.ts';
import { type Forecast, forecast, MODEL } from './forecast.ts';
import { seedOf } from './random.ts';
import { intervalsOf, stateOf } from './simulate.ts';

/** Fewer changes than these repeat themselves in a simulation. */
const LEAST_INTERVALS = 3;

export const predictProjectInput = z.strictObject({ projectId: idField });

/**
 * Predicts, from its snapshots, what will have happened to a project by its due date: `delay`, `budget_overrun`,
 * `quality` and `scope`, as far as it has a budget and a target for defects. `forecast` says how, `hasHappened` what each
 * means.
 *
 * There is one prediction of a kind for a day of snapshots: asked again, or by many at once, it is the same one. The same
 * snapshots give the same numbers anywhere.
 *
 * @returns the predictions by the newest snapshot
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL with fewer than four snapshots, or when the due date has passed
 */
export async function predictProject(
  client: TenantClient,
  input: z.input<typeof predictProjectInput>,
): Promise<PredictionView[]> {
  const { projectId } = parseInput(predictProjectInput, input);
  return inTransaction(client, async (tx) => {
    const project = await lockProject(tx, projectId);
    const history = await readHistory(tx, projectId);
    const aims = await readAims(tx, project);
    const intervals = intervalsOf(history);
    const [first] = history;
    const now = history.at(-1);
    if (!first || !now || intervals.length < LEAST_INTERVALS) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `A prediction needs ${LEAST_INTERVALS + 1} snapshots; there are ${history.length}.`,
      );
    }
    const days = daysBetween(now.takenOn, aims.dueOn);
    if (days <= 0) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `The due date, ${aims.dueOn}, has passed: nothing is left to predict.`,
      );
    }
    const predictedOn = toDateColumn(now.takenOn);
    const simulation = {
      from: stateOf(now),
      intervals,
      days,
      seed: seedOf(`${projectId} ${now.takenOn} ${MODEL.version}`),
    };
    const events = eventsOf({
      budget: aims.budget,
      defectTarget: aims.targets.open_defects,
      firstTotal: first.totalItems,
    });
    const by = { projectId, predictedOn, model: MODEL.name, modelVersion: MODEL.version };
    const present = await tx.prediction.findMany({ where: by, select: { kind: true } });
    for (const event of events) {
      if (present.some(({ kind }) => kind === event.kind)) continue;
      await write(tx, { ...by, horizonOn: project.dueOn }, event, forecast(simulation, event));
    }
    const rows = await tx.prediction.findMany({
      where: by,
      include: predictionFactors,
      orderBy: { kind: 'asc' },
    });
    return rows.map(toPrediction);
  });
}

async function write(
  tx: TenantTransaction,
  by: {
    readonly projectId: string;
    readonly predictedOn: Date;
    readonly horizonOn: Date;
    readonly model: string;
    readonly modelVersion: string;
  },
  { kind, threshold }: PredictedEvent,
  { probability, factors, recommendedActions }: Forecast,
): Promise<void> {
  const { id } = await tx.prediction.create({
    data: {
      ...by,
      kind,
      threshold,
      probability: probability.toFixed(4),
      recommendedActions: [...recommendedActions],
    },
    select: { id: true },
  });
  await tx.predictionFactor.createMany({
    data: factors.map(({ name, detail, weight }, index) => ({
      predictionId: id,
      position: index + 1,
      name,
      detail,
      weight: weight.toFixed(3),
    })),
  });
}
