import { describe, expect, test } from 'vitest';
import { attempt, sql, useAttack } from './attack-fixture.ts';

// PostgreSQL lets every role set `app.*`: within its transaction, raw SQL can change the context. What holds is that this
// ends there.
const attack = useAttack({ connections: 1 });

describe('is not stopped by the database, within its transaction', () => {
  test.each([
    `select set_config('app.current_tenant_id', '$foreign', true)`,
    `set local app.current_tenant_id = '$foreign'`,
    `set app.current_tenant_id = '$foreign'`,
  ])('%s: the transaction is the other tenant’s; the next is not', async (text) => {
    const { client, foreign, own } = attack();
    const seen = await client.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(text.replace('$foreign', foreign.tenantId));
      return tx.user.findMany({ select: { tenantId: true } });
    });
    expect(seen).toEqual([{ tenantId: foreign.tenantId }]);
    expect(await client.user.findMany({ select: { tenantId: true } })).toEqual([{ tenantId: own.tenantId }]);
  });

  test('a portal user’s limits taken off; the next transaction has them', async () => {
    const { portal } = attack();
    const seen = await portal.$transaction(async (tx) => {
      await tx.$executeRaw`select set_config('app.current_portal_user_id', '', true)`;
      return tx.customer.count();
    });
    expect(seen).toBe(2);
    expect(await portal.customer.count()).toBe(0);
  });
});

test.each([
  ['set row_security = off', 'fails instead of showing more', 'TENANT_VIOLATION'],
  ['reset app.current_tenant_id', 'shows nothing', undefined],
  [`set local app.current_tenant_id = ''`, 'shows nothing', undefined],
  [`set local app.current_tenant_id = 'x'`, 'shows nothing', 'VALUE_INVALID'],
])('%s %s', async (text, _what, code) => {
  const { client } = attack();
  const outcome = await attempt(() =>
    client.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(text);
      return tx.user.findMany();
    }),
  );
  expect(outcome.code).toBe(code);
  expect(outcome.result ?? []).toEqual([]);
});

// Open: a SELECT that hides the name of the function is not recognised. The context is set anew all the same.
test('a setting for the session, made by a hidden name, stays; the context does not', async () => {
  const { open, own, foreign } = attack();
  const db = open({ pool: { max: 1 } });
  const hidden = (name: string, value: string) => `U&"set\\005fconfig"('${name}', '${value}', false)`;
  await sql(
    db.forTenant({ tenantId: own.tenantId }),
    `select ${hidden('work_mem', '65kB')}, ${hidden('app.current_tenant_id', own.tenantId)}`,
  );
  const victim = db.forTenant({ tenantId: foreign.tenantId });
  expect(await sql(victim, `select current_setting('work_mem') as kept`)).toEqual([{ kept: '65kB' }]);
  expect(await victim.user.findMany({ select: { tenantId: true } })).toEqual([
    { tenantId: foreign.tenantId },
  ]);
  await db.close();
});
