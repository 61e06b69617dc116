import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import type { TenantClient } from '../client/tenant-client.ts';
import type { QueryPlan } from './query-plan.ts';
import type { SlowStatement, SlowStatementOptions } from './slow-statements.ts';
import type { ManyOperations } from './usage.ts';

let fixture: Fixture;
const slow: SlowStatement[] = [];
beforeAll(async () => {
  fixture = await createFixture();
  const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  await client.user.create({ data: person('hunter2') });
});
beforeEach(() => {
  slow.length = 0;
});
afterAll(() => fixture?.end());

const watching = (options: Partial<SlowStatementOptions>): TenantClient =>
  fixture
    .open({ slowStatements: { thresholdMs: 0, report: (statement) => slow.push(statement), ...options } })
    .forTenant({ tenantId: fixture.tenants[0], request: { id: 'request-7' } });
const untilReported = async (count = 1) => {
  await expect.poll(() => slow.length).toBeGreaterThanOrEqual(count);
  return slow[0] as SlowStatement;
};
const nodes = (plan: QueryPlan | undefined): QueryPlan[] =>
  plan ? [plan, ...(plan.Plans ?? []).flatMap(nodes)] : [];

test('a slow statement is reported with its plan, under the same context, without values', async () => {
  const client = watching({ explain: true });
  await client.user.findMany({ where: { name: 'hunter2', email: { contains: 'example' } }, take: 5 });
  const statement = await untilReported();
  expect(statement).toMatchObject({ failed: false, tenantId: fixture.tenants[0], requestId: 'request-7' });
  expect(statement.durationMs).toBeGreaterThan(0);
  expect(statement.sql).toMatch(/^SELECT .*"core"\."users".*\$1/);
  expect(statement).not.toHaveProperty('values');
  const scan = nodes(statement.plan).find((node) => node['Relation Name'] === 'users');
  expect(scan?.['Plan Rows']).toBeTypeOf('number');
  // The policy is part of the plan: the context was set when it was made.
  expect(JSON.stringify(statement.plan)).toContain('current_setting');
  expect(JSON.stringify(slow)).not.toMatch(/hunter2|example/);
  expect(slow).toHaveLength(1);
});

test('values are handed out when asked for, and texts with values are masked when not', async () => {
  await watching({})
    .$queryRawUnsafe(`select count(*) from core.users where name = 'hunter2' and 42 = $1`, 42)
    .then(() => untilReported());
  expect(slow).toMatchObject([{ sql: 'select count(*) from core.users where name = ? and ? = $1' }]);
  expect(slow[0]).not.toHaveProperty('plan');
  slow.length = 0;
  await watching({ values: true, explain: true }).user.findMany({ where: { name: 'hunter2' } });
  const statement = await untilReported();
  expect(statement.values).toContain('hunter2');
  expect(JSON.stringify(statement.plan)).toContain('hunter2');
});

test('what has no plan, or no longer, is reported without; quick ones are not reported', async () => {
  const client = watching({ explain: true });
  await client
    .$transaction(async (tx) => {
      await tx.$executeRaw`set local work_mem = '4MB'`;
      await tx.$queryRaw`select 1 / 0`.catch(() => {});
    })
    .catch(() => {});
  await untilReported(4);
  expect(slow.map(({ sql, failed, plan }) => [sql, failed, plan])).toEqual(
    expect.arrayContaining([
      ['set local work_mem = ?', false, undefined],
      ['select ? / ?', true, undefined],
      ['COMMIT', true, undefined],
    ]),
  );
  slow.length = 0;
  const quick = watching({ thresholdMs: 60_000 });
  await quick.user.count();
  expect(slow).toEqual([]);
});

test('a hook that throws harms nobody', async () => {
  const client = watching({
    report: () => {
      throw new Error('the hook failed');
    },
  });
  expect(await client.tenant.count()).toBe(1);
});

test('a client counts what it does, and one that does too much is told of once, by its most frequent call', async () => {
  const many: ManyOperations[] = [];
  const db = fixture.open({ manyOperations: { limit: 5, report: (one) => many.push(one) } });
  const client = db.forTenant({ tenantId: fixture.tenants[0], request: { id: 'request-8' } });
  await client.user.count();
  await client.$transaction(async (tx) => {
    for (let i = 0; i < 6; i += 1) await tx.user.findFirst({ select: { id: true } });
  });
  expect(many).toEqual([
    {
      operations: 6,
      mostFrequent: { operation: 'user.findFirst', count: 5 },
      tenantId: fixture.tenants[0],
      requestId: 'request-8',
    },
  ]);
  expect(client.$stats()).toEqual({ operations: 7, statements: 7 });
  expect(db.forTenant({ tenantId: fixture.tenants[0] }).$stats()).toEqual({ operations: 0, statements: 0 });
});
