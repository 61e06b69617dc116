import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture } from '../../test/two-tenants.ts';
import { prometheusMetrics } from './prometheus.ts';

const registry = new Registry();
let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 2 } });
});
afterAll(() => fixture?.end());

/** The samples of a metric, as Prometheus reads them. */
async function samples(name: string, of = registry): Promise<string[]> {
  const lines = (await of.metrics()).split('\n');
  return lines.filter((line) => line.startsWith(`${name}{`));
}

test('operations by model, action and outcome; retries; pools; no tenant', async () => {
  const db = fixture.open({ metrics: prometheusMetrics({ registry }) });
  const client = db.forTenant({ tenantId: fixture.tenants[0] });
  await client.user.count();
  await client.user.count();
  expect(await codeOf(client.$queryRaw`select 1 / 0`)).toBe('VALUE_INVALID');
  let failures = 2;
  await client.$transaction(
    async (tx) => {
      failures -= 1;
      if (failures >= 0) await tx.$executeRaw`do $$ begin raise exception using errcode = '40001'; end $$`;
    },
    { retry: { baseDelayMs: 1 } },
  );
  const counts = await samples('db_client_operation_duration_seconds_count');
  expect(counts).toContain(
    'db_client_operation_duration_seconds_count{model="User",action="count",outcome="ok"} 2',
  );
  expect(counts).toContain(
    'db_client_operation_duration_seconds_count{model="",action="queryRaw",outcome="VALUE_INVALID"} 1',
  );
  expect(counts).toContain(
    'db_client_operation_duration_seconds_count{model="",action="transaction",outcome="ok"} 1',
  );
  expect(await samples('db_client_transaction_retries_total')).toEqual([
    'db_client_transaction_retries_total{code="SERIALIZATION_FAILURE"} 2',
  ]);
  await client.$transaction(async (tx) => {
    await tx.user.count();
    expect(await samples('db_client_connection_count')).toContain(
      'db_client_connection_count{pool="services",state="used"} 1',
    );
  });
  expect(await samples('db_client_connection_max')).toEqual([
    'db_client_connection_max{pool="services"} 2',
    'db_client_connection_max{pool="admin"} 2',
  ]);
  expect(await samples('db_client_connection_pending_requests')).toHaveLength(2);
  expect(await registry.metrics()).not.toContain(fixture.tenants[0]);
});

test('tenants are told apart when asked for', async () => {
  const own = new Registry();
  const db = fixture.open({ metrics: prometheusMetrics({ registry: own, tenantLabel: true }) });
  await db.forTenant({ tenantId: fixture.tenants[1] }).user.count();
  expect(await samples('db_client_operation_duration_seconds_count', own)).toEqual([
    `db_client_operation_duration_seconds_count{model="User",action="count",outcome="ok",tenant="${fixture.tenants[1]}"} 1`,
  ]);
});
