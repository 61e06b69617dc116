import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { contest, percentile } from './measure.ts';
import { format, report } from './report.ts';

describe('a contest', () => {
  test('gives each peer its turns, and finds the faster one faster', async () => {
    const runs = await contest({
      case: 'wait',
      callers: 2,
      rttMs: 0,
      peers: { ours: () => sleep(2), slow: () => sleep(20) },
      turnMs: 100,
      turns: 2,
    });
    expect(runs.map((run) => run.peer)).toEqual(['ours', 'slow']);
    const { ratios } = report('demo', runs, 'ours');
    expect(ratios['wait vs slow @2 callers, 0 ms']).toBeGreaterThan(1);
    expect(format(report('demo', runs, 'ours'))).toContain('wait vs slow @2 callers, 0 ms');
  });

  test('fails when an operation fails: a figure of failures would be none', async () => {
    const failing = contest({
      case: 'fail',
      callers: 1,
      rttMs: 0,
      peers: { ours: () => Promise.reject(new Error('refused')) },
      turnMs: 10,
      turns: 1,
    });
    await expect(failing).rejects.toThrow('refused');
  });
});

test('a percentile is a sample, and 0 without any', () => {
  expect(percentile([5, 1, 9, 3], 0.5)).toBe(5);
  expect(percentile([5, 1, 9, 3], 0.99)).toBe(9);
  expect(percentile([], 0.5)).toBe(0);
});
