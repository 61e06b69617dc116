import { randomUUID } from 'node:crypto';
import { queryObjects } from 'node:v8';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixture, type Fixture } from '../../test/two-tenants.ts';
import { Scope } from '../tenant/scope.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 2 } });
});
afterAll(() => fixture?.end());

test('nothing is kept of the tenants that were served', async () => {
  const serve = async (tenants: number) => {
    for (let i = 0; i < tenants; i += 1) {
      const client = fixture.db.forTenant({ tenantId: randomUUID() });
      await client.supplier.findUnique({ where: { id: randomUUID() } });
      await client.$transaction((tx) => tx.supplier.findFirst());
      await client.$queryRaw`SELECT 1`;
    }
  };
  await serve(20);
  // Collects garbage before it counts.
  const kept = queryObjects(Scope, { format: 'count' });
  await serve(200);
  expect(queryObjects(Scope, { format: 'count' })).toBeLessThanOrEqual(kept);

  const { statements } = await preparedStatements();
  await serve(50);
  expect((await preparedStatements()).statements).toBe(statements);
});

async function preparedStatements() {
  const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  const [row] = await client.$queryRaw<{ statements: number }[]>`
    SELECT count(*)::int AS statements FROM pg_prepared_statements`;
  return row ?? { statements: 0 };
}
