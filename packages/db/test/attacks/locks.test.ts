import { describe, expect, test } from 'vitest';
import { codeOf, POOLED } from '../two-tenants.ts';
import { attempt, sql, useAttack } from './attack-fixture.ts';

// Locks, signals and channels: what all sessions of a server, and so all tenants, share.
const attack = useAttack({ connections: 1, resetSessions: true });

describe('locks, signals, channels', () => {
  test('rows of others are not locked by a scan that would lock all', async () => {
    const { client, superuser } = attack();
    await client.$transaction(async (tx) => {
      await sql(tx, 'select id::text from commerce.orders for update');
      const free = await superuser.query('select from commerce.orders for update skip locked');
      expect(free.rowCount).toBe(2);
    });
  });

  test('tables that are only read cannot be locked', async () => {
    for (const table of ['core.tenants', 'core.roles', 'core.permissions', 'core.admin_accesses']) {
      expect(
        await codeOf(attack().client.$transaction((tx) => sql(tx, `lock table ${table} in share mode`))),
      ).toBe('PERMISSION_DENIED');
    }
  });

  // Open: SQL can lock a table that it may write, an advisory key, or end others' connections; none outlives the
  // transaction, or more than the query that was running.
  test('a locked table is free at the transaction’s end', async () => {
    const { client, victim, open, foreign } = attack();
    await client.$transaction((tx) => sql(tx, 'lock table core.users in exclusive mode'));
    const db = open();
    expect(
      await codeOf(
        db
          .forTenant({ tenantId: foreign.tenantId })
          .$transaction((tx) => sql(tx, 'lock table core.users in exclusive mode')),
      ),
    ).toBeUndefined();
    await db.close();
    expect(await victim.user.count()).toBe(1);
  });

  test('a connection ended by another tenant’s SQL is replaced', async () => {
    const { client, open, foreign } = attack();
    const db = open();
    const victim = db.forTenant({ tenantId: foreign.tenantId });
    const [mine] = await sql(victim, 'select pg_backend_pid() as pid');
    // Tests log in by a role that becomes org_app; as that role, SQL may do what org_app may where it logs in itself.
    const outcome = await attempt(() =>
      client.$transaction(async (tx) => {
        await tx.$executeRaw`set local role none`;
        return sql(tx, `select pg_terminate_backend(${mine?.pid}) as ended`);
      }),
    );
    // Through PgBouncer both had the same session, one after the other.
    if (POOLED) expect(outcome.code).toBe('DATABASE_UNREACHABLE');
    else expect(outcome.result).toEqual([{ ended: true }]);
    // PgBouncer keeps its client, and finds another session for it.
    if (!POOLED) await expect.poll(() => db.pool.total).toBe(0);
    expect(await victim.user.findMany({ select: { id: true } })).toEqual([{ id: foreign.user }]);
    await db.close();
  });

  // Open: channels belong to the database. Nothing here listens or notifies; a payload must hold no tenant's data.
  test('a notification reaches nobody through the pool', async () => {
    const { client, victim } = attack();
    await attempt(() => sql(victim, 'listen orders'));
    await attempt(() => sql(client, `notify orders, 'forged'`));
    expect(await sql(victim, 'select * from pg_listening_channels()')).toEqual([]);
  });
});
