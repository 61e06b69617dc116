import { Decimal } from 'decimal.js';

export type AccountRisk = 'HEALTHY' | 'WATCH' | 'AT_RISK' | 'UNKNOWN';

/** What a rating is made of. */
export interface AccountFigures {
  /** Orders that count, over all time. */
  readonly orderCount: number;
  /** Revenue of the last 90 days, and of the 90 days before. */
  readonly revenueCurrent: Decimal;
  readonly revenuePrevious: Decimal;
  /** Mean days between consecutive orders; null with fewer than two. */
  readonly meanDaysBetweenOrders: Decimal | null;
  /** Whole days; null without an order. */
  readonly daysSinceLastOrder: number | null;
}

/** The tenant's thresholds, as in its settings. */
export interface HealthThresholds {
  readonly revenueHealthDropPercent: Decimal;
  readonly minimumOrdersForHealth: number;
  readonly minimumOrdersForPaceCalc: number;
  readonly paceRiskThresholdDays: number;
}

export interface AccountRating {
  /** Percent, rounded to two decimals; negative when revenue grew; null when there was none before. */
  readonly revenueDropPercent: Decimal | null;
  /** Null below the minimum of orders. */
  readonly averagePaceDays: Decimal | null;
  readonly risk: AccountRisk;
}

/**
 * Rates a customer by what it buys, against its own past.
 *
 * - drop = (previous − current) / previous × 100; it is *falling* from `revenueHealthDropPercent` on, and also when
 *   nothing was bought in both periods, so that a customer who left long ago does not look stable.
 * - overdue = days since the last order − mean days between orders; it is *late* when that exceeds
 *   `paceRiskThresholdDays`. Below `minimumOrdersForPaceCalc` orders (and below two) there is no pace.
 * - AT_RISK: falling and late. WATCH: one of the two. HEALTHY: neither. UNKNOWN: fewer than `minimumOrdersForHealth`
 *   orders, or neither drop nor pace can be told.
 */
export function rateAccount(figures: AccountFigures, thresholds: HealthThresholds): AccountRating {
  const { revenueCurrent, revenuePrevious, orderCount, daysSinceLastOrder } = figures;
  const drop = revenuePrevious.isZero()
    ? null
    : revenuePrevious.minus(revenueCurrent).dividedBy(revenuePrevious).times(100);
  const hasPace = orderCount >= Math.max(2, thresholds.minimumOrdersForPaceCalc);
  const pace = hasPace ? figures.meanDaysBetweenOrders : null;

  const silent = drop === null && revenueCurrent.isZero();
  const falling = silent || drop?.greaterThanOrEqualTo(thresholds.revenueHealthDropPercent) === true;
  const late =
    pace !== null &&
    daysSinceLastOrder !== null &&
    new Decimal(daysSinceLastOrder).minus(pace).greaterThan(thresholds.paceRiskThresholdDays);

  const known = orderCount > 0 && (drop !== null || silent || pace !== null);
  const signals = Number(falling) + Number(late);
  return {
    revenueDropPercent: drop?.toDecimalPlaces(2, Decimal.ROUND_HALF_UP) ?? null,
    averagePaceDays: pace?.toDecimalPlaces(2, Decimal.ROUND_HALF_UP) ?? null,
    risk:
      !known || orderCount < thresholds.minimumOrdersForHealth
        ? 'UNKNOWN'
        : signals === 2
          ? 'AT_RISK'
          : signals === 1
            ? 'WATCH'
            : 'HEALTHY',
  };
}
