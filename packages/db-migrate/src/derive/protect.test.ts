import { describe, expect, test } from 'vitest';
import { parseAnnotations } from '../schema/annotations.ts';
import type { Table } from '../schema/read-tables.ts';
import { createdTables, deriveProtection } from './protect.ts';

function table(documentation: string, overrides: Partial<Table> = {}): Table {
  return {
    model: 'Order',
    schema: 'commerce',
    name: 'orders',
    columns: new Map([
      ['tenantId', 'tenant_id'],
      ['id', 'id'],
      ['customerId', 'customer_id'],
    ]),
    secrets: [],
    encrypted: [],
    numbered: [],
    ...parseAnnotations('Order', documentation),
    ...overrides,
  };
}

describe('the protection of a table', () => {
  test('forces row level security and compares the tenant without a sub-select', () => {
    const sql = deriveProtection([table('')]);
    expect(sql).toContain('ALTER TABLE "commerce"."orders" FORCE ROW LEVEL SECURITY;');
    expect(sql).toContain(
      `USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid)`,
    );
    expect(sql.toLowerCase()).not.toMatch(/\(\s*select/);
  });

  test('narrows a portal user by restrictive policies, and lets a reader neither insert, update nor delete', () => {
    const sql = deriveProtection([table('@portal(read: customer = customerId)')]);
    expect(sql).toMatch(/portal_scope .* AS RESTRICTIVE FOR SELECT .*"customer_id" = /);
    for (const command of ['INSERT', 'UPDATE', 'DELETE'])
      expect(sql).toContain(`AS RESTRICTIVE FOR ${command} TO org_app`);
  });

  test('keeps secret columns out of the audit', () => {
    const sql = deriveProtection([table('@audit', { secrets: ['password_hash', 'pin'] })]);
    expect(sql).toContain("core.write_audit('Order', 'tenant_id', 'password_hash,pin')");
  });

  test('lets an encrypted column hold ciphertext only', () => {
    const encrypted = [
      { type: 'String', column: 'note', blindIndex: { field: 'noteIndex', column: 'note_index' } },
      { type: 'Json', column: 'details' },
    ] as const;
    const sql = deriveProtection([table('', { encrypted: [...encrypted] })]);
    expect(sql).toMatch(/ADD CONSTRAINT "orders_note_encrypted" CHECK \("note" ~ '\^enc:/);
    expect(sql).toContain('CHECK (octet_length("note_index") = 32)');
    expect(sql).toContain(`CHECK (jsonb_typeof("details") = 'string' AND "details" #>> '{}' ~ `);
  });

  test('gives a global table rights but no policy', () => {
    const sql = deriveProtection([table('@global')]);
    expect(sql).not.toContain('POLICY');
    expect(sql).toContain('GRANT SELECT ON "commerce"."orders" TO org_app;');
  });

  test('refuses an annotation that names a field which is not there', () => {
    expect(() => deriveProtection([table('@portal(read: customer = buyerId)')])).toThrow(
      expect.objectContaining({ code: 'ANNOTATION_INVALID' }),
    );
  });

  test('covers the tables that a migration creates, and no other', () => {
    const tables = [table(''), table('', { name: 'carts' })];
    const sql = 'ALTER TABLE "commerce"."orders" ADD COLUMN "x" INT;\nCREATE TABLE "commerce"."carts" (\n);';
    expect(createdTables(sql, tables).map((one) => one.name)).toEqual(['carts']);
  });
});
