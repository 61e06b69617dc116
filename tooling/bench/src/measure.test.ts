import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { contest, median, percentile } from './measure.ts';
import { markdown } from './output/markdown.ts';
import { isKept, ratiosOf, report } from './report.ts';

describe('a contest', () => {
  test('gives each peer its turns, and finds the faster one faster', async () => {
    const turns: string[] = [];
    const peer = (name: string, milliseconds: number, everyNth = 1) => ({
      operation: () => sleep(milliseconds),
      before: async () => turns.push(name),
      everyNth,
    });
    const runs = await contest({
      case: 'wait',
      callers: 2,
      rttMs: 0,
      peers: { ours: peer('ours', 2), slow: peer('slow', 20), rare: peer('rare', 20, 2) },
      turnMs: 100,
      rounds: 2,
    });
    expect(runs.map((run) => run.peer)).toEqual(['ours', 'slow', 'rare']);
    // One to warm up, then as declared, in changing order.
    expect(turns).toEqual(['ours', 'slow', 'rare', 'ours', 'slow', 'rare', 'slow', 'ours']);
    const [slow, rare] = ratiosOf(runs, 'ours');
    expect(slow).toMatchObject({ case: 'wait', peer: 'slow', callers: 2, rtt_ms: 0 });
    for (const ratio of [slow, rare]) {
      expect(ratio?.throughput).toBeGreaterThan(1);
      expect(ratio?.latency).toBeLessThan(1);
    }
    expect(markdown(report('demo', { runs }))).toContain('| wait ');
  });

  test('fails when an operation fails: a figure of failures would be none', async () => {
    const failing = contest({
      case: 'fail',
      callers: 1,
      rttMs: 0,
      peers: { ours: { operation: () => Promise.reject(new Error('refused')) } },
      turnMs: 10,
      rounds: 1,
    });
    await expect(failing).rejects.toThrow('refused');
  });
});

test('a ratio is the median of the rounds, so that a disturbed one does not count', () => {
  const run = (peer: string, speeds: number[]) => ({
    case: 'work',
    peer,
    callers: 1,
    rtt_ms: 0,
    ops_per_s: median(speeds),
    p50_ms: 1,
    p99_ms: 1,
    turns: speeds.map((ops_per_s, round) => ({ round, ops_per_s, p50_ms: 1000 / ops_per_s })),
  });
  const ratios = ratiosOf([run('ours', [200, 20, 2, 200]), run('plain', [100, 10, 100, 100])], 'ours');
  expect(ratios).toMatchObject([{ throughput: 2, latency: 0.5 }]);
});

test('a promise is kept on its side of the bound, and one that is not is named', () => {
  const promise = { promise: 'throughput of plain Prisma', where: 'find one', value: 0.9, atLeast: 0.95 };
  expect(isKept(promise)).toBe(false);
  expect(isKept({ ...promise, value: 0.95 })).toBe(true);
  expect(isKept({ promise: 'latency', where: '', value: 1.06, atMost: 1.05 })).toBe(false);
  expect(isKept({ promise: 'latency', where: '', value: Number.NaN, atMost: 1.05 })).toBe(false);
  const text = markdown(report('demo', { runs: [], promises: [promise, { ...promise, value: 2 }] }));
  expect(text).toContain('- find one: throughput of plain Prisma 0.9, promised at least 0.95');
  expect(text).toContain('1 of 2');
});

test('a percentile is a sample, a median the middle; both are 0 without any', () => {
  expect(percentile([5, 1, 9, 3], 0.5)).toBe(5);
  expect(percentile([5, 1, 9, 3], 0.99)).toBe(9);
  expect(median([5, 1, 9])).toBe(5);
  expect(median([5, 1, 9, 3])).toBe(4);
  expect([percentile([], 0.5), median([])]).toEqual([0, 0]);
});
