import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome, newProject, query } from './orgdb.ts';

const TIMEOUT = 300_000;
const GADGET = `
/// @audit
model Gadget {
  tenantId String @default(dbgenerated("core.current_tenant_id()")) @map("tenant_id") @db.Uuid
  id       String @default(dbgenerated("core.uuid_v7()")) @db.Uuid
  label    String

  tenant Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade, onUpdate: NoAction)

  @@id([tenantId, id])
  @@map("gadgets")
  @@schema("core")
}
`;

describe('migrate new', { timeout: TIMEOUT }, () => {
  let home: Home;
  let project: string;
  let owner: string;
  let env: Record<string, string>;
  const migrations = async () => (await readdir(path.join(project, 'prisma/migrations'))).sort();
  const file = async (name: string, kind: string) =>
    readFile(path.join(project, 'prisma/migrations', name, `${kind}.sql`), 'utf8');
  const changeTenants = async (change: (text: string) => string) => {
    const schema = path.join(project, 'prisma/schema/core/tenant.prisma');
    await writeFile(schema, change(await readFile(schema, 'utf8')));
  };
  const create = (name: string) => home.json(['migrate', 'new', '--name', name], env);

  beforeAll(async () => {
    home = await newHome();
    project = await newProject(path.dirname(home.directory));
    env = { ORGDB_PROJECT: project };
    await home.up([], env);
    owner = (await home.run(['url', '--role', 'owner'])).stdout.trim();
  }, TIMEOUT);
  afterAll(() => home.dispose(), TIMEOUT);

  test('writes nothing when nothing changed, or when the name is none', async () => {
    const before = await migrations();
    const lock = path.join(project, 'prisma/migrations/migration_lock.toml');
    const words = await readFile(lock, 'utf8');
    expect(await home.run(['migrate', 'new', '--name', 'idle'], env)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('hold nothing new'),
    });
    for (const name of ['Add Phone', '../up', '']) {
      expect(await create(name)).toMatchObject({ code: 2, value: { error: { code: 'NAME_INVALID' } } });
    }
    expect(await migrations()).toEqual(before);
    expect(await readFile(lock, 'utf8')).toBe(words);
  });

  test('writes, protects and applies a new table, with a way back that works', async () => {
    const before = await migrations();
    await changeTenants(
      (text) => `${text.replace(/^( {2}settings +TenantSettings\?)$/m, '$1\n  gadgets Gadget[]')}${GADGET}`,
    );
    const { code, value } = await create('add_gadgets');
    expect({ code, value }).toMatchObject({
      code: 0,
      value: { migration: { tables: ['core.gadgets'], applied: true } },
    });
    const { name } = (value as { migration: { name: string } }).migration;
    expect(await migrations()).toEqual([...before, name].sort());

    expect(
      await query(
        owner,
        "SELECT relrowsecurity AND relforcerowsecurity AS forced FROM pg_class WHERE oid = 'core.gadgets'::regclass",
      ),
    ).toEqual([{ forced: true }]);
    const app = (await home.run(['url'])).stdout.trim();
    expect(await query(app, 'SELECT * FROM core.gadgets')).toEqual([]);
    await query(
      owner,
      "INSERT INTO core.gadgets (tenant_id, label) SELECT id, 'x' FROM core.tenants WHERE slug = 'stratibreak'",
    );
    expect(await query(owner, "SELECT action FROM core.audit_logs WHERE entity = 'Gadget'")).toEqual([
      { action: 'create' },
    ]);

    const rollback = await file(name, 'rollback');
    expect(rollback).toContain('-- Data is lost: table core.gadgets.');
    await query(owner, rollback);
    expect(await query(owner, "SELECT to_regclass('core.gadgets') AS found")).toEqual([{ found: null }]);
    await query(owner, `DELETE FROM _prisma_migrations WHERE migration_name = '${name}'`);
    expect(await home.json(['migrate'], env)).toMatchObject({ code: 0, value: { applied: [name] } });
    expect(await home.json(['status'], env)).toMatchObject({ code: 0 });
    expect(await readFile(path.join(project, 'generated/prisma/models/Gadget.ts'), 'utf8')).toContain(
      'label',
    );
  });

  test('leaves no scratch or shadow database behind', async () => {
    expect(await query(owner, "SELECT datname FROM pg_database WHERE datname ~ 'scratch|shadow'")).toEqual(
      [],
    );
  });
});
