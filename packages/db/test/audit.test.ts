import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { readTables } from '@org/db-migrate';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantClient } from '../src/client/tenant-client.ts';
import { restore } from '../src/soft-delete/restore.ts';
import { createFixture, type Fixture, person } from './two-tenants.ts';

let fixture: Fixture;
let client: TenantClient;
let tenantId: string;
beforeAll(async () => {
  fixture = await createFixture({ masterKey: { id: 'm', key: randomBytes(32) } });
  tenantId = fixture.tenants[0];
  client = fixture.db.forTenant({ tenantId });
});
afterAll(() => fixture?.end());

const entriesOf = (entityId: string) =>
  client.auditLog.findMany({ where: { entityId }, orderBy: { id: 'asc' } });

/** What services change and nobody asks about later, or what is a record itself. */
const NOT_AUDITED = [
  ...['AuditLog', 'AdminAccess', 'TenantOperation', 'WorkforceChange', 'PricingHistory', 'ReportWorkflow'], // records themselves
  ...['WebhookEvent', 'WebhookDelivery', 'Notification', 'Message'], // queues and what was sent
  ...['Session', 'PortalSession', 'ApiKeyRate', 'LoginRate'], // log-ins write entries of their own
  ...['Cart', 'CartItem', 'List', 'ListItem'], // drafts of customers
  ...['AccountHealthSnapshot', 'SalesMetric', 'VariancePattern', 'PredictionFactor', 'WorkItem'], // computed, or copied
  ...['AgentPosition', 'LocationTracking', 'QrCodeScan', 'GeofenceValidation'], // measured
  ...['Role', 'Permission', 'RolePermission'], // of no tenant
];

test('every table is audited, or its absence has a reason; the triggers leave out what is secret', async () => {
  const tables = await readTables(path.join(import.meta.dirname, '../prisma/schema'));
  const without = tables.filter((table) => !table.audit).map((table) => table.model);
  expect(without.sort()).toEqual(NOT_AUDITED.sort());

  const { rows } = await fixture.superuser.query<{
    table: string;
    args: Buffer;
    enabled: string;
    when: string;
  }>(
    `SELECT n.nspname || '.' || c.relname AS table, t.tgargs AS args, t.tgenabled AS enabled,
       pg_get_triggerdef(t.oid) AS when
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE t.tgfoid = 'core.write_audit'::regproc AND NOT c.relispartition`,
  );
  const found = Object.fromEntries(rows.map((row) => [row.table, row]));
  for (const table of tables.filter((one) => one.audit)) {
    const trigger = found[`${table.schema}.${table.name}`];
    const [model, , secrets = ''] = (trigger?.args.toString() ?? '').split('\0');
    expect(model, table.name).toBe(table.model);
    expect(secrets.split(',').filter(Boolean).sort(), table.name).toEqual(table.secrets.toSorted());
    expect(trigger?.enabled, table.name).toBe('O');
    expect(trigger?.when, table.name).toMatch(/AFTER INSERT OR DELETE OR UPDATE .* FOR EACH ROW EXECUTE/);
  }
});

test('no column that sounds like a secret is told of', async () => {
  const tables = await readTables(path.join(import.meta.dirname, '../prisma/schema'));
  const told = tables
    .filter((table) => table.audit)
    .flatMap((table) =>
      [...table.columns.values()]
        .filter((column) => /password|secret|token|hash|cipher|credential|(^|_)pin(_|$)/.test(column))
        .filter((column) => !table.secrets.includes(column))
        .map((column) => `${table.name}.${column}`),
    );
  expect(told).toEqual([]);
});

describe('an entry', () => {
  test('says who, from where, and what was before and after', async () => {
    const userId = randomUUID();
    const request = { id: 'r-1', ip: '192.0.2.7', userAgent: 'a browser' };
    const staff = fixture.db.forTenant({ tenantId, userId, request });
    const { id } = await staff.supplier.create({ data: { code: 'A', name: 'before' } });
    await staff.supplier.update({
      where: { tenantId_id: { tenantId, id } },
      data: { name: 'after', country: 'US' },
    });
    // What changes nothing leaves no entry.
    await staff.supplier.updateMany({ where: { id }, data: { name: 'after' } });
    const [created, updated, ...more] = await entriesOf(id);
    expect(more).toEqual([]);
    const by = {
      actorType: 'USER',
      actorId: userId,
      requestId: 'r-1',
      ip: '192.0.2.7',
      userAgent: 'a browser',
    };
    expect(created).toMatchObject({
      ...by,
      action: 'create',
      entity: 'Supplier',
      payload: { after: { name: 'before' } },
    });
    expect(updated).toMatchObject({ ...by, action: 'update' });
    expect(updated?.payload).toEqual({
      changed: ['country', 'name'],
      before: { country: null, name: 'before' },
      after: { country: 'US', name: 'after' },
    });
  });

  test('calls a soft delete by its name, its undoing too, and whatever way it came', async () => {
    const { id } = await client.user.create({ data: person('gone') });
    await client.user.delete({ where: { tenantId_id: { tenantId, id } } });
    await restore(client, 'User', { id });
    await client.$executeRaw`UPDATE core.users SET deleted_at = now() WHERE id = ${id}::uuid`;
    await client.$executeRaw`UPDATE core.users SET deleted_at = deleted_at - interval '1 day' WHERE id = ${id}::uuid`;
    await fixture.superuser.query('DELETE FROM core.users WHERE id = $1', [id]);
    expect((await entriesOf(id)).map((entry) => entry.action)).toEqual([
      'create',
      'delete',
      'restore',
      'delete',
      'update',
      'delete',
    ]);
  });

  test('of the admin role leads to who it was, and why', async () => {
    const id = await fixture.db.asAdmin({ actor: 'ada', reason: 'ticket 7' }, async (admin) => {
      const made = await admin.supplier.create({ data: { tenantId, code: 'ADM', name: 'x' } });
      return made.id;
    });
    const [entry] = await entriesOf(id);
    expect(entry?.actorType).toBe('SYSTEM');
    const { rows } = await fixture.superuser.query(
      `SELECT actor, reason FROM core.admin_accesses WHERE 'admin:' || id = $1`,
      [entry?.requestId],
    );
    expect(rows).toEqual([{ actor: 'ada', reason: 'ticket 7' }]);
  });

  test('tells that a secret changed, and never what it was', async () => {
    const { id } = await client.user.create({ data: { ...person('hash'), passwordHash: 'hash-one' } });
    await client.user.updateMany({ where: { id }, data: { passwordHash: 'hash-two' } });
    const hook = await client.webhookSubscription.create({ data: { url: 'https://x', secret: 'plain-one' } });
    await client.webhookSubscription.updateMany({ where: { id: hook.id }, data: { secret: 'plain-two' } });
    const entries = [...(await entriesOf(id)), ...(await entriesOf(hook.id))];
    expect(entries.map((entry) => entry.action)).toEqual(['create', 'update', 'create', 'update']);
    expect(JSON.stringify(entries)).not.toMatch(/hash-(one|two)|plain-(one|two)|enc:/);
    expect(entries[1]?.payload).toEqual({ changed: ['password_hash'], before: {}, after: {} });
    const keys = await client.auditLog.findMany({ where: { entity: 'TenantKey' } });
    expect(keys).toMatchObject([{ action: 'create', payload: { after: { purpose: 'DATA', version: 1 } } }]);
    expect(JSON.stringify(keys)).not.toContain('wrapped_key');
  });

  test('is undone with its change, and there when the change is', async () => {
    const id = randomUUID();
    await client
      .$transaction(async (tx) => {
        await tx.supplier.create({ data: { id, code: 'UNDONE', name: 'x' } });
        expect(await tx.auditLog.count({ where: { entityId: id } })).toBe(1);
        throw new Error('undo');
      })
      .catch(() => {});
    expect(await entriesOf(id)).toEqual([]);
  });
});

test.each(['app', 'worker', 'admin'] as const)(
  'the role %s can add to it, and change nothing',
  async (role) => {
    const connection = new pg.Client({ connectionString: fixture.database.url(role) });
    await connection.connect();
    try {
      await connection.query(`SELECT set_config('app.current_tenant_id', $1, false)`, [tenantId]);
      await connection.query(
        `INSERT INTO core.audit_logs (tenant_id, action, entity) VALUES ($1, 'note', $2)`,
        [tenantId, role],
      );
      for (const sql of [
        `UPDATE core.audit_logs SET action = 'x'`,
        'DELETE FROM core.audit_logs',
        'TRUNCATE core.audit_logs',
        'ALTER TABLE commerce.suppliers DISABLE TRIGGER audit',
        `SET session_replication_role = 'replica'`,
      ]) {
        await expect(connection.query(sql), sql).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await connection.end();
    }
  },
);
