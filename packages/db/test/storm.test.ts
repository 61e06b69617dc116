import { createTestDatabase } from '@org/db-testing';
import { expect, test } from 'vitest';
import { Ledger } from '../storm/ledger.ts';
import { storm } from '../storm/storm.ts';
import { POOLED } from './two-tenants.ts';

// The short form of `pnpm storm tenants`: sessions are ended, the server that other tests use is not.
test('a storm of queries, time-outs, aborts and killed sessions loses nothing and shows nobody foreign rows', async () => {
  await using database = await createTestDatabase();
  const seed = Math.floor(Math.random() * 2 ** 31);
  const result = await storm({
    url: database.url('app'),
    superuserUrl: database.superuserUrl,
    login: new URL(database.url('app')).username,
    pooled: POOLED,
    tenants: 50,
    connections: 5,
    callers: 20,
    queries: 3_000,
    seed,
    killEveryMs: 100,
    restartEveryMs: 0,
  });
  expect(result.faults, `seed ${seed}`).toEqual([]);
  expect(result.queries).toBeGreaterThanOrEqual(3_000);
  expect(result.kills).toBeGreaterThan(0);
  expect(result.groups.kept).toBeGreaterThan(0);
  expect(result.groups.undone).toBeGreaterThan(0);
});

test('its ledger finds what is lost, half, doubled, undone in vain, or somebody else’s', () => {
  const ledger = new Ledger(['a', 'b']);
  const kept = ledger.open(0, 0, 2);
  const undone = ledger.open(1, 0, 1);
  const unknown = ledger.open(1, 0, 2);
  kept.fate = 'kept';
  undone.fate = 'undone';
  const row = (tenant_id: string, code: string, name = 'x') => ({ tenant_id, code, name });
  const whole = [row('a', `${kept.key}:0`), row('a', `${kept.key}:1`)];
  expect(ledger.faults(whole)).toEqual([]);
  expect(ledger.faults(whole.slice(1))).toHaveLength(1);
  expect(ledger.faults([...whole, row('b', `${undone.key}:0`)])).toHaveLength(1);
  expect(ledger.faults([...whole, row('b', `${unknown.key}:0`)])).toHaveLength(1);
  expect(ledger.faults([...whole, row('b', `${unknown.key}:0`), row('b', `${unknown.key}:1`)])).toEqual([]);
  expect(ledger.faults([...whole, row('a', `${kept.key}:1`)])).toHaveLength(1);
  expect(ledger.faults([row('b', `${kept.key}:0`), row('a', `${kept.key}:1`, 'half')])).toHaveLength(2);
  expect(ledger.faults([...whole, row('a', '9-9-9:0')])).toHaveLength(1);
});
