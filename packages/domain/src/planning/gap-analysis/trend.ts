/** A value on a day, counted from any first one. */
export interface Point {
  readonly day: number;
  readonly value: number;
}

export interface Trend {
  /** Change per week. */
  readonly slope: number;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  /** How surely the values follow the line, 0 to 1: R², adjusted for the number of values. */
  readonly confidence: number;
}

/**
 * The straight line through values, by ordinary least squares. Its confidence is the adjusted coefficient of
 * determination, 1 − (1 − R²)(n − 1)/(n − 2), 0 where that is negative (H. Theil, Economic Forecasts and Policy, 1961):
 * with few values a good fit proves little.
 *
 * @returns nothing for fewer than three values
 */
export function fitTrend(points: readonly Point[]): Trend | undefined {
  const count = points.length;
  const first = points[0];
  const last = points.at(-1);
  if (count < 3 || !first || !last) return undefined;
  const meanX = mean(points.map(({ day }) => day));
  const meanY = mean(points.map(({ value }) => value));
  const sxx = sum(points.map(({ day }) => (day - meanX) ** 2));
  const syy = sum(points.map(({ value }) => (value - meanY) ** 2));
  const sxy = sum(points.map(({ day, value }) => (day - meanX) * (value - meanY)));
  if (sxx === 0) return undefined;
  const rSquared = syy === 0 ? 0 : sxy ** 2 / (sxx * syy);
  const adjusted = 1 - ((1 - rSquared) * (count - 1)) / (count - 2);
  return {
    slope: (sxy / sxx) * 7,
    first: first.value,
    last: last.value,
    count,
    confidence: Math.min(1, Math.max(0, adjusted)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
