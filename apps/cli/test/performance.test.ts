import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, newHome, query } from './orgdb.ts';

let home: Home;
beforeAll(async () => {
  home = await newHome();
});
afterAll(() => home.dispose());

const SMALL = ['performance', '--tenants', '2', '--scale', '0.01', '--calls', '2'];

interface Report {
  readonly promises: {
    readonly name: string;
    readonly promisedMs: number;
    readonly p95Ms: number;
    readonly plans: { readonly problems: string[] }[];
  }[];
  readonly connections: { readonly open: number };
}

test('performance measures every promise, and shows how statements run that miss their index', async () => {
  // Not whether they are kept: that is a matter of the machine.
  const first = await home.run(SMALL);
  expect([0, 1]).toContain(first.code);
  for (const name of [
    'look-up by e-mail',
    'page of users',
    'create a user',
    'users of a status',
    'audit, latest',
  ]) {
    expect(first.stdout).toContain(name);
  }
  expect(first.stdout).toMatch(/connections at once +50 or more .* 50 open +kept/);

  // The local server ended with the command; this one starts it to spoil the database.
  await home.run(['up', '--no-seed']);
  const url = new URL((await home.run(['url', '--role', 'superuser'])).stdout.trim());
  url.pathname = '/org_performance';
  expect(await query(url.href, `SELECT FROM core.users WHERE starts_with(email, 'performance-')`)).toEqual(
    [],
  );
  await query(url.href, 'DROP INDEX core.audit_logs_created_at_idx');

  const { code, value } = await home.json(SMALL);
  const report = value as Report;
  expect(code).toBe(1);
  expect(report.promises.length).toBeGreaterThan(10);
  expect(report.connections.open).toBe(50);
  const latest = report.promises.find(({ name }) => name === 'audit, latest');
  expect(latest?.plans.flatMap(({ problems }) => problems).join()).toMatch(/reads|sorts/);
}, 300_000);

test('volume data are refused in production', async () => {
  const { code, stderr } = await home.run(['seed', '--volume'], { NODE_ENV: 'production' });
  expect(code).toBe(5);
  expect(stderr).toContain('SEED_REFUSED');
});
