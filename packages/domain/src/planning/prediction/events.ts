import type { PredictionKind } from '../views/prediction.ts';
import type { State } from './simulate.ts';

/** Scope counts as out of hand when it has grown to more than this many percent of that of the first snapshot. */
const SCOPE_PERCENT = 110;

/** What adding up shares of a week leaves behind is no work undone. */
const ROUNDING = 1e-6;

/** What is predicted, and whether a state at the horizon means that it happened. */
export interface PredictedEvent {
  readonly kind: PredictionKind;
  /** What is exceeded: money, defects or items. */
  readonly threshold: number | null;
  happened(atHorizon: State): boolean;
}

/**
 * Whether a predicted thing has happened, by the state at the horizon:
 *
 * - `delay`: not all items are done;
 * - `budget_overrun`: the whole will cost more than the threshold at the cost of the work done so far, which for a
 *   completed project is what it has cost (estimate at completion = spent ÷ share done);
 * - `quality`: more defects are open than the threshold, the project's target;
 * - `scope`: there are more items than the threshold, 110 % of those of the first snapshot.
 */
export function hasHappened(kind: PredictionKind, threshold: number | null, state: State): boolean {
  const limit = threshold ?? 0;
  switch (kind) {
    case 'delay':
      return state.completed < state.total - ROUNDING;
    case 'budget_overrun':
      return state.completed === 0
        ? state.spent > limit
        : (state.spent / state.completed) * state.total > limit;
    case 'quality':
      return state.defects > limit;
    case 'scope':
      return state.total > limit;
  }
}

/** What can be predicted of a project: without a budget no overrun of it, without a target for defects no quality. */
export function eventsOf(project: {
  readonly budget: number | null;
  readonly defectTarget: number | undefined;
  readonly firstTotal: number;
}): PredictedEvent[] {
  const event = (kind: PredictionKind, threshold: number | null): PredictedEvent => ({
    kind,
    threshold,
    happened: (state) => hasHappened(kind, threshold, state),
  });
  const { budget, defectTarget, firstTotal } = project;
  return [
    event('delay', null),
    ...(budget === null ? [] : [event('budget_overrun', budget)]),
    ...(defectTarget === undefined ? [] : [event('quality', defectTarget)]),
    ...(firstTotal === 0 ? [] : [event('scope', Math.ceil((firstTotal * SCOPE_PERCENT) / 100))]),
  ];
}
