import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome, newSmallProject, query } from './orgdb.ts';

const TIMEOUT = 300_000;

const READING = `
/// @partitioned(month: takenAt)
model Reading {
  tenantId String   @default(dbgenerated("core.current_tenant_id()")) @map("tenant_id") @db.Uuid
  id       String   @default(dbgenerated("core.uuid_v7()")) @db.Uuid
  number   Int      @default(autoincrement())
  value    Int
  takenAt  DateTime @map("taken_at") @db.Timestamptz(3)

  tenant Tenant @relation(fields: [tenantId], references: [id], onDelete: Cascade, onUpdate: NoAction)

  @@id([tenantId, id, takenAt])
  @@map("readings")
  @@schema("core")
}
`;

/** Policies and rights, a line each. */
async function protection(owner: string): Promise<string[]> {
  const rows = await query<{ line: string }>(
    owner,
    `SELECT concat_ws(' ', tablename, policyname, permissive, cmd, roles, qual, with_check) AS line FROM pg_policies
     WHERE schemaname = 'core' AND tablename !~ '_(default|\\d{4}_\\d{2})$'
     UNION ALL
     SELECT concat_ws(' ', table_name, grantee, string_agg(privilege_type, ',' ORDER BY privilege_type))
     FROM information_schema.table_privileges WHERE table_schema = 'core' AND grantee IN ('org_app', 'org_admin') GROUP BY table_name, grantee
     ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
}

describe('the steps that migrate new writes', { timeout: TIMEOUT }, () => {
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
    project = await newSmallProject(path.dirname(home.directory));
    env = { ORGDB_PROJECT: project };
    await home.up(['--no-seed'], env);
    owner = (await home.run(['url', '--role', 'owner'])).stdout.trim();
    await create('core');
    await query(owner, "INSERT INTO core.tenants (slug) VALUES ('one'), ('two')");
  }, TIMEOUT);
  afterAll(() => home.dispose(), TIMEOUT);

  test('says what is lost on the way there and on the way back', async () => {
    await changeTenants((text) => text.replace(/^ {2}dateFormat .*$/m, '  motto String?'));
    const { code, value } = await create('swap_motto');
    expect(code).toBe(0);
    const { name, warnings } = (value as { migration: { name: string; warnings: string[] } }).migration;
    expect(warnings).toEqual([expect.stringContaining('drop the column `date_format`')]);
    const rollback = await file(name, 'rollback');
    expect(rollback).toContain('-- Data is lost: column core.tenant_settings.motto.');
    expect(rollback).toContain('comes back empty: column core.tenant_settings.date_format.');
    expect(rollback).not.toContain('NOT FINISHED');
  });

  test('builds indexes and makes columns required without anybody waiting, in migrations that follow', async () => {
    await query(
      owner,
      "INSERT INTO core.tenant_settings (tenant_id, motto) SELECT id, 'yes' FROM core.tenants ON CONFLICT (tenant_id) DO UPDATE SET motto = 'yes'",
    );
    await changeTenants((text) =>
      text.replace(/^( {2}motto) String\?$/m, '$1 String\n\n  @@index([tenantId, motto])'),
    );
    const { code, value } = await create('need_motto');
    expect({ code, value }).toMatchObject({
      code: 0,
      value: {
        migration: {
          applied: true,
          warnings: [expect.any(String), expect.stringContaining('motto becomes required')],
        },
      },
    });
    const { name, followUps } = (value as { migration: { name: string; followUps: string[] } }).migration;
    const [indexes = '', validate = '', ...more] = followUps;
    expect([indexes.slice(15), validate.slice(15), more]).toEqual([
      'need_motto_indexes',
      'need_motto_validate',
      [],
    ]);
    expect(await file(indexes, 'migration')).toMatch(
      /^CREATE INDEX CONCURRENTLY "\w+" ON "core"."tenant_settings"/,
    );
    const checked = await home.json(['migrate', 'check'], env);
    const { findings } = checked.value as { findings: { migration: string }[] };
    expect(findings.filter((one) => [name, ...followUps].includes(one.migration))).toEqual([]);

    const column = `SELECT attnotnull AS required, (SELECT count(*)::int FROM pg_index WHERE indrelid = attrelid AND indisvalid) AS indexes
      FROM pg_attribute WHERE attrelid = 'core.tenant_settings'::regclass AND attname = 'motto'`;
    const after = await query(owner, column);
    expect(after).toMatchObject([{ required: true }]);
    for (const one of [validate, indexes, name]) {
      await query(owner, await file(one, 'rollback'));
      await query(owner, `DELETE FROM _prisma_migrations WHERE migration_name = '${one}'`);
    }
    expect(await query(owner, column)).toMatchObject([{ required: false }]);
    expect(await home.json(['migrate'], env)).toMatchObject({
      code: 0,
      value: { applied: [name, ...followUps] },
    });
    expect(await query(owner, column)).toEqual(after);
  });

  test('tries the way back, and says what is left to do by hand', async () => {
    // A function is not Prisma's to know, and keeps the type that the way back wants to drop.
    const last = (await migrations()).findLast((name) => /^\d/.test(name)) ?? '';
    const helper = path.join(project, 'prisma/migrations', `${Number(last.slice(0, 14)) + 1}_helper`);
    await mkdir(helper);
    await writeFile(
      path.join(helper, 'migration.sql'),
      'CREATE FUNCTION core.is_open(core.tenant_status) RETURNS boolean LANGUAGE sql RETURN $1 = $$ACTIVE$$;',
    );
    await changeTenants((text) => text.replace(/^ {2}TRIAL$/m, '  TRIAL\n  PAUSED'));
    const { code, value } = await create('pause_tenants');
    expect(code).toBe(0);
    const { name, warnings } = (value as { migration: { name: string; warnings: string[] } }).migration;
    expect(warnings).toEqual([
      expect.stringContaining('rollback.sql has to be completed by hand: cannot drop type'),
    ]);
    expect(await file(name, 'rollback')).toContain('-- NOT FINISHED, complete it by hand.');
  });

  test('makes what changed annotations of an old table ask for, and a new one that lies in partitions', async () => {
    const before = await protection(owner);
    await changeTenants(
      (text) =>
        `${text
          .replace('@readOnly\nmodel Tenant ', '@readOnly\n/// @portal(read: self = id)\nmodel Tenant ')
          .replace('model TenantSettings', '/// @appendOnly\nmodel TenantSettings')
          .replace(/^( {2}settings .*)$/m, '$1\n  readings Reading[]')}${READING}`,
    );
    const { code, value } = await create('add_readings');
    expect({ code, value }).toMatchObject({
      code: 0,
      value: {
        migration: {
          tables: ['core.readings'],
          changedTables: ['core.tenants', 'core.tenant_settings'],
          warnings: [],
        },
      },
    });
    const { name } = (value as { migration: { name: string } }).migration;
    const after = await protection(owner);
    expect(after.filter((line) => !before.includes(line))).toEqual(
      expect.arrayContaining([
        'tenant_settings org_app INSERT,SELECT',
        expect.stringMatching(/^tenants portal_scope .*current_portal_user_id/),
        expect.stringMatching(/^tenants portal_insert/),
      ]),
    );
    await query(
      owner,
      "INSERT INTO core.readings (tenant_id, value, taken_at) SELECT id, 1, now() + v FROM core.tenants, (VALUES (interval '0'), (interval '40 years')) AS v (v)",
    );
    expect(
      await query(
        owner,
        'SELECT count(*)::int AS parts, max(right(tableoid::regclass::text, 7)) AS last FROM core.readings',
      ),
    ).toEqual([{ parts: 4, last: 'default' }]);
    expect(await query(owner, 'SELECT core.ensure_readings_partitions(14) AS made')).toEqual([{ made: 2 }]);
    const app = (await home.run(['url'])).stdout.trim();
    expect(await query(app, 'SELECT * FROM core.readings')).toEqual([]);
    await expect(query(app, 'SELECT * FROM core.readings_default')).rejects.toMatchObject({ code: '42501' });
    expect(await home.json(['migrate', 'new', '--name', 'idle'], env)).toMatchObject({
      code: 0,
      value: { migration: null },
    });

    await query(owner, await file(name, 'rollback'));
    expect(await protection(owner)).toEqual(before);
    await query(owner, `DELETE FROM _prisma_migrations WHERE migration_name = '${name}'`);
    expect(await home.json(['migrate'], env)).toMatchObject({ code: 0, value: { applied: [name] } });
    expect(await protection(owner)).toEqual(after);
  });

  test('explains a schema that is none, and leaves nothing', async () => {
    const before = await migrations();
    const schema = path.join(project, 'prisma/schema/core/broken.prisma');
    await writeFile(schema, 'model Broken {');
    expect(await create('broken')).toMatchObject({ code: 1, value: { error: { code: 'SCHEMA_INVALID' } } });
    await writeFile(schema, '');
    expect(await migrations()).toEqual(before);
  });

  test('says how to go on when the rows do not fit', async () => {
    await changeTenants((text) => text.replace(/^( {2}motto .*)$/m, '$1\n  phone String'));
    await query(
      owner,
      "INSERT INTO core.tenant_settings (tenant_id, motto) SELECT id, 'yes' FROM core.tenants ON CONFLICT DO NOTHING",
    );
    const failed = await home.run(['migrate', 'new', '--name', 'add_phone'], env);
    expect(failed).toMatchObject({ code: 4, stdout: '' });
    expect(failed.stderr).toMatch(/Correct \S+_add_phone\/migration\.sql/);
    expect(failed.stderr).not.toMatch(/^\s+at /m);
    const name = (await migrations()).find((one) => one.endsWith('_add_phone')) ?? '';
    expect(await home.json(['status'], env)).toMatchObject({
      code: 4,
      value: { migrations: { failed: [name] } },
    });

    const script = path.join(project, 'prisma/migrations', name, 'migration.sql');
    await writeFile(
      script,
      'ALTER TABLE "core"."tenant_settings" ADD COLUMN "phone" TEXT NOT NULL DEFAULT \'\';\n',
    );
    expect(await home.run(['prisma', 'migrate', 'resolve', '--rolled-back', name], env)).toMatchObject({
      code: 0,
    });
    expect(await home.json(['migrate'], env)).toMatchObject({ code: 0, value: { applied: [name] } });
    expect(await home.json(['status'], env)).toMatchObject({ code: 0 });
  });

  test('tells a connection that is lost from a migration that is wrong', async () => {
    const folder = path.join(project, 'prisma/migrations/29990101000000_ends');
    await mkdir(folder);
    await writeFile(
      path.join(folder, 'migration.sql'),
      `DO $$ BEGIN IF current_database() LIKE 'prisma_%' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; END $$;`,
    );
    const before = await migrations();
    const lost = await create('never');
    expect(lost).toMatchObject({ code: 3, value: { error: { code: 'DATABASE_UNREACHABLE' } } });
    expect(lost.value).toMatchObject({
      error: { message: expect.stringMatching(/while the migration was written .*terminating connection/) },
    });
    expect(await migrations()).toEqual(before);
  });

  test('leaves no scratch or shadow database behind', async () => {
    expect(await query(owner, "SELECT datname FROM pg_database WHERE datname ~ 'scratch|shadow'")).toEqual(
      [],
    );
  });
});
