import { expect } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { type Attack, attempt, expectNothingLearned } from './attack-fixture.ts';

export type Operation = (client: TenantClient, attack: Attack) => PromiseLike<unknown>;

export const NOBODY = '00000000-0000-4000-8000-000000000000';

/**
 * Tries an operation, and the same one on rows that nobody has: it has to be refused, to answer both alike, and to
 * leave every row as it was. Returns the code of the refusal.
 */
export async function refusedAlike(attack: Attack, operation: Operation): Promise<string | undefined> {
  const before = await attack.fingerprint('all');
  const outcome = await attempt(() => operation(attack.client, attack));
  expectNothingLearned(outcome, attack.foreign);
  expect(outcome.code, outcome.text).toBeDefined();
  const names = Object.keys(attack.foreign).filter((name) => name !== 'mark');
  const foreign = { ...attack.foreign, ...Object.fromEntries(names.map((name) => [name, NOBODY])) };
  expect(await attempt(() => operation(attack.client, { ...attack, foreign }))).toEqual(outcome);
  expect(await attack.fingerprint('all')).toBe(before);
  return outcome.code;
}

/** Tries an operation as a portal user, and finds every row as it was. */
export async function inVain(
  attack: Attack,
  operation: Operation,
): Promise<{ code: string | undefined; result: unknown }> {
  const before = await attack.fingerprint('all');
  const { code, result } = await attempt(() => operation(attack.portal, attack));
  expect(await attack.fingerprint('all')).toBe(before);
  return { code, result };
}
