import { expect, test } from 'vitest';
import { chart } from './chart.ts';

const run = (peer: string, ops_per_s: number, more: object = {}) => ({
  case: 'find <one>',
  peer,
  callers: 1,
  rtt_ms: 0,
  ops_per_s,
  p50_ms: 1,
  p99_ms: 1,
  ...more,
});

test('bars are multiples of the reference, a panel for each round trip and number of callers', () => {
  const svg = chart(
    'demo',
    [
      run('plain', 100),
      run('ours', 250),
      run('ours', 30, { callers: 10 }),
      run('plain', 60, { callers: 10 }),
    ],
    'plain',
  );
  const titles = [...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title);
  expect(titles).toEqual([
    'find &#60;one&#62;, plain: 1.00',
    'find &#60;one&#62;, ours: 2.50',
    'find &#60;one&#62;, ours: 0.50',
    'find &#60;one&#62;, plain: 1.00',
  ]);
  expect(svg).toContain('10 callers, 0 ms round trip');
  expect(svg).not.toMatch(/NaN|undefined|find <one>/);
});

test('what was not measured against the reference is not drawn', () => {
  expect(chart('demo', [run('ours', 100)], 'plain')).not.toContain('<title>');
});
