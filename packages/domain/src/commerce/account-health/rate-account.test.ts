import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { type AccountFigures, rateAccount } from './rate-account.ts';

const THRESHOLDS = {
  revenueHealthDropPercent: new Decimal(15),
  minimumOrdersForHealth: 3,
  minimumOrdersForPaceCalc: 3,
  paceRiskThresholdDays: 10,
};

interface Given {
  orders?: number;
  current?: string;
  previous?: string;
  pace?: string | null;
  since?: number | null;
}

function figures({
  orders = 5,
  current = '100',
  previous = '100',
  pace = '20',
  since = 20,
}: Given): AccountFigures {
  return {
    orderCount: orders,
    revenueCurrent: new Decimal(current),
    revenuePrevious: new Decimal(previous),
    meanDaysBetweenOrders: pace === null ? null : new Decimal(pace),
    daysSinceLastOrder: since,
  };
}

const risk = (given: Given) => rateAccount(figures(given), THRESHOLDS).risk;

describe('risk', () => {
  test('HEALTHY below both thresholds, and exactly at the limit of the pace', () => {
    expect(risk({ current: '85.01', since: 30 })).toBe('HEALTHY');
    expect(risk({ current: '300' })).toBe('HEALTHY');
  });

  test('WATCH when revenue fell by the threshold, or the next order is late', () => {
    expect(risk({ current: '85' })).toBe('WATCH');
    expect(risk({ since: 31 })).toBe('WATCH');
  });

  test('AT_RISK when both hold', () => {
    expect(risk({ current: '85', since: 31 })).toBe('AT_RISK');
  });

  test('AT_RISK for a customer who left long ago, although there is no drop to tell', () => {
    expect(risk({ current: '0', previous: '0', since: 700 })).toBe('AT_RISK');
  });

  test('UNKNOWN below the minimum of orders, and when nothing can be compared', () => {
    expect(risk({ orders: 2, current: '0', since: 500 })).toBe('UNKNOWN');
    expect(risk({ orders: 0, current: '0', previous: '0', pace: null, since: null })).toBe('UNKNOWN');
    expect(
      rateAccount(figures({ orders: 1, previous: '0', pace: null }), {
        ...THRESHOLDS,
        minimumOrdersForHealth: 1,
      }).risk,
    ).toBe('UNKNOWN');
  });
});

describe('figures', () => {
  test('the drop is exact, negative for growth, null without a past', () => {
    const drop = (current: string, previous: string) =>
      rateAccount(figures({ current, previous }), THRESHOLDS).revenueDropPercent?.toFixed(2) ?? null;
    expect(drop('2', '3')).toBe('33.33');
    expect(drop('0', '0.10')).toBe('100.00');
    expect(drop('150', '100')).toBe('-50.00');
    expect(drop('150', '0')).toBeNull();
  });

  test('there is no pace below its own minimum of orders', () => {
    const rating = rateAccount(figures({ since: 500 }), { ...THRESHOLDS, minimumOrdersForPaceCalc: 6 });
    expect(rating).toMatchObject({ averagePaceDays: null, risk: 'HEALTHY' });
  });
});
