import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Certificate,
  certificateText,
  countTenant,
  eraseTenant,
  exportTenant,
  importTenant,
  isGenuine,
} from '../src/index.ts';
import { fingerprint, type TwoTenants, writeTenants } from './tenant-rows.ts';

// One tenant's way from a database to another one and back, each step killed on the way.
const ROWS = 3_000;
const access = { actor: 'test', reason: 'to see it work' };
let source: TestDatabase;
let target: TestDatabase;
let from: pg.Client;
let to: pg.Client;
let ids: TwoTenants;
let folder: string;
let archive: string;
let before: Record<string, Record<string, string>>;

const connected = async (database: TestDatabase) => {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  return client;
};

beforeAll(async () => {
  [source, target] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  [from, to] = await Promise.all([connected(source), connected(target)]);
  ids = await writeTenants(from, ROWS);
  folder = await mkdtemp(path.join(tmpdir(), 'tenant-'));
  archive = path.join(folder, 'archive');
  before = { moved: await fingerprint(from, ids.moved), other: await fingerprint(from, ids.other) };
});
afterAll(async () => {
  await Promise.all([from?.end(), to?.end()]);
  await Promise.all([source?.drop(), target?.drop()]);
  if (folder) await rm(folder, { recursive: true });
});

/** Starts a step in a process of its own and kills it at a random one of its reports; answers whether it was under way. */
async function killed(kind: string, options: object, reports: number): Promise<boolean> {
  const child = fork(path.join(import.meta.dirname, 'tenant-child.ts'), [kind, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let left = 1 + Math.floor(Math.random() * reports);
  child.on('message', () => {
    left -= 1;
    if (left === 0) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'exit');
  // The server notices a little later that nobody is there.
  await expect
    .poll(async () => {
      const { rows } = await from.query(
        "SELECT FROM pg_stat_activity WHERE application_name = 'orgdb' AND datname = ANY ($1)",
        [[source.name, target.name]],
      );
      return rows.length;
    })
    .toBe(0);
  return signal === 'SIGKILL';
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('an export', () => {
  test('that is killed leaves nothing that looks like an archive, and is begun anew', async () => {
    const options = { url: source.directUrl('owner'), slug: 'moved', folder: archive, ...access };
    for (let i = 0; i < 2; i++) {
      expect(await killed('export', options, 6)).toBe(true);
      expect(await readdir(archive)).not.toContain('manifest.json');
      expect(await codeOf(importTenant({ url: target.superuserUrl, folder: archive, ...access }))).toBe(
        'ARCHIVE_INVALID',
      );
    }
    const manifest = await exportTenant(options);
    const rows = Object.fromEntries(manifest.tables.map((table) => [table.name, table.rows]));
    const counted = Object.entries(before.moved ?? {}).map(([name, text]) => [
      name,
      Number(text.split(' ')[0]),
    ]);
    expect(Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0))).toEqual(
      Object.fromEntries(counted),
    );
    expect(rows['core.users']).toBe(ROWS);
    expect(await readdir(archive)).not.toContain('unfinished');
    expect(await codeOf(exportTenant(options))).toBe('ARCHIVE_EXISTS');
  });

  test('is recorded, with who and why', async () => {
    const { rows } = await from.query(
      'SELECT actor, reason FROM core.admin_accesses ORDER BY id DESC LIMIT 1',
    );
    expect(rows).toEqual([{ actor: 'test', reason: 'tenant export moved: to see it work' }]);
    const nobody = {
      url: source.directUrl('owner'),
      slug: 'moved',
      folder: `${archive}2`,
      actor: ' ',
      reason: 'r',
    };
    expect(await codeOf(exportTenant(nobody))).toBe('ACCESS_INVALID');
    expect(await codeOf(exportTenant({ ...nobody, ...access, slug: 'nobody' }))).toBe('TENANT_UNKNOWN');
  });

  test('by a role from which policies hide rows is refused; so is one whose tables are uncertain', async () => {
    const options = { url: source.directUrl('owner'), slug: 'moved', folder: `${archive}3`, ...access };
    await from.query('DROP POLICY owner_access ON core.users');
    expect(await codeOf(exportTenant(options))).toBe('ROWS_HIDDEN');
    await from.query('CREATE POLICY owner_access ON core.users TO org_owner USING (true) WITH CHECK (true)');
    await from.query('CREATE TABLE commerce.stray (id uuid PRIMARY KEY, tenant_id uuid)');
    await expect(exportTenant(options)).rejects.toThrow('commerce.stray');
    await from.query('DROP TABLE commerce.stray');
  });
});

describe('an import', () => {
  const options = () => ({ url: target.superuserUrl, folder: archive, slug: 'arrived', ...access });

  test.each<[string, (copy: string, file: string) => Promise<void>]>([
    ['with a changed byte', async (copy, file) => flip(path.join(copy, file))],
    ['that is cut short', async (copy, file) => truncate(path.join(copy, file), 40)],
    ['with more than there was', async (copy, file) => appendFile(path.join(copy, file), 'x')],
    ['without one of its files', async (copy, file) => rm(path.join(copy, file))],
    [
      'whose manifest was changed',
      async (copy) => {
        const manifest = path.join(copy, 'manifest.json');
        const text = await readFile(manifest, 'utf8');
        await writeFile(manifest, text.replace(`"rows": ${ROWS}`, `"rows": ${ROWS - 1}`));
      },
    ],
  ])('of an archive %s writes nothing', async (_what, damage) => {
    const copy = path.join(folder, 'copy');
    await cp(archive, copy, { recursive: true });
    const files = (await readdir(copy)).filter((name) => name.endsWith('.zst'));
    await damage(copy, files[Math.floor(Math.random() * files.length)] ?? '');
    expect(await codeOf(importTenant({ ...options(), folder: copy }))).toBe('ARCHIVE_DAMAGED');
    expect(await fingerprint(to, ids.moved)).toEqual({});
    await rm(copy, { recursive: true });
  });

  test('into a database that lacks what the tenant refers to names it', async () => {
    await expect(importTenant(options())).rejects.toThrow('core.roles commerce:sales_rep');
    await to.query(`INSERT INTO core.permissions (key, description) VALUES ('a:b', 'd')`);
    await to.query(
      `INSERT INTO core.roles (system, name, description) VALUES ('commerce', 'sales_rep', 'd')`,
    );
    expect(await fingerprint(to, ids.moved)).toEqual({});
  });

  test('into a schema where its rows do not fit names what differs', async () => {
    await to.query('ALTER TABLE core.users ALTER COLUMN avatar_url TYPE varchar(9)');
    await expect(importTenant(options())).rejects.toThrow(
      'core.users.avatar_url is character varying(9), not character varying(500)',
    );
    await to.query('ALTER TABLE core.users ALTER COLUMN avatar_url TYPE varchar(500)');
  });

  test('that is killed leaves a tenant that nobody can use, and goes on; then every row is as it was', async () => {
    const usable = () =>
      to.query(`SELECT FROM core.tenants WHERE id = $1 AND status <> 'ARCHIVED'`, [ids.moved]);
    for (let i = 0; i < 2; i++) {
      expect(await killed('import', options(), 4)).toBe(true);
      expect((await usable()).rowCount).toBe(0);
    }
    const imported = await importTenant(options());
    expect(imported).toMatchObject({ tenant: { id: ids.moved, slug: 'arrived' } });
    const { rows } = await to.query('SELECT slug, status FROM core.tenants');
    expect(rows).toEqual([{ slug: 'arrived', status: 'ACTIVE' }]);
    await to.query(`UPDATE core.tenants SET slug = 'moved' WHERE slug = 'arrived'`);
    await to.query(`DELETE FROM core.audit_logs WHERE tenant_id = $1 AND action = 'update'`, [ids.moved]);
    const [{ 'core.user_roles': hereRoles, ...here }, { 'core.user_roles': thereRoles, ...there }] = [
      await fingerprint(to, ids.moved),
      before.moved ?? {},
    ];
    expect(here).toEqual(there);
    // The role has another id in each database.
    expect(hereRoles?.split(' ')[0]).toBe(thereRoles?.split(' ')[0]);
    const roles = await to.query(
      `SELECT count(*)::int AS n FROM core.user_roles AS u JOIN core.roles AS r ON r.id = u.role_id AND r.name = 'sales_rep'
       JOIN core.users AS o ON (o.tenant_id, o.id) = (u.tenant_id, u.user_id)`,
    );
    expect(roles.rows).toEqual([{ n: ROWS }]);
  });

  test('leaves sequences beyond the numbers that came', async () => {
    await to.query(
      `INSERT INTO core.webhook_events (tenant_id, type, entity, entity_id, payload) VALUES ($1, 't', 'e', gen_random_uuid(), '{}')`,
      [ids.moved],
    );
    const { rows } = await to.query(
      'SELECT count(*) = count(DISTINCT sequence) AS fresh FROM core.webhook_events',
    );
    expect(rows).toEqual([{ fresh: true }]);
  });

  test('of a tenant that is there is refused', async () => {
    expect(await codeOf(importTenant(options()))).toBe('TENANT_EXISTS');
    expect(await codeOf(importTenant({ ...options(), slug: 'Not A Slug' }))).toBe('SLUG_INVALID');
  });
});

describe('an erasure', () => {
  const options = () => ({
    url: source.directUrl('owner'),
    slug: 'moved',
    confirm: 'moved',
    batchSize: 500,
    signingKey: 'k',
    ...access,
  });

  test('wants to be confirmed, and an export, and can be tried', async () => {
    expect(await codeOf(eraseTenant({ ...options(), confirm: 'other' }))).toBe('CONFIRMATION_MISSING');
    expect(await codeOf(eraseTenant({ ...options(), slug: 'other', confirm: 'other' }))).toBe(
      'EXPORT_MISSING',
    );
    const { tables } = await countTenant(options());
    expect(tables['core.users']).toBe(ROWS);
    expect(await fingerprint(from, ids.moved)).toEqual(before.moved);
  });

  test('that is killed has closed the tenant and destroyed its keys, and goes on until nothing is left', async () => {
    for (let i = 0; i < 2; i++) {
      expect(await killed('erase', options(), 8)).toBe(true);
      const { rows } = await from.query('SELECT status FROM core.tenants WHERE id = $1', [ids.moved]);
      expect(rows).toEqual([{ status: 'ARCHIVED' }]);
      const keys = await from.query('SELECT FROM core.tenant_keys WHERE tenant_id = $1', [ids.moved]);
      expect(keys.rowCount).toBe(0);
    }
    const certificate = await eraseTenant(options());
    expect(await fingerprint(from, ids.moved)).toEqual({});
    expect(await fingerprint(from, ids.other)).toEqual(before.other);
    expect(certificate).toMatchObject({ tenant: { id: ids.moved, slug: 'moved' }, ...access });
    for (const [name, text] of Object.entries(before.moved ?? {})) {
      expect(certificate.tables[name], name).toBeGreaterThanOrEqual(Number(text.split(' ')[0]));
    }
    expect(certificate.tables['core.users']).toBe(ROWS);
    expect(certificateText(certificate)).toContain('CERTIFICATE OF ERASURE');
  });

  test('leaves its certificate in the database, genuine, and answers it again', async () => {
    const { rows } = await from.query<{ certificate: Certificate }>(
      `SELECT certificate FROM core.tenant_operations WHERE kind = 'ERASURE'`,
    );
    const [{ certificate } = { certificate: undefined as never }] = rows;
    expect(isGenuine(certificate, 'k')).toBe(true);
    expect(isGenuine(certificate, 'another key')).toBe(false);
    expect(isGenuine({ ...certificate, rows: 0 })).toBe(false);
    expect(await eraseTenant(options())).toEqual(certificate);
  });

  test('can be taken back by the export', async () => {
    await importTenant({ url: source.directUrl('owner'), folder: archive, ...access });
    expect(await fingerprint(from, ids.moved)).toEqual(before.moved);
    expect(await fingerprint(from, ids.other)).toEqual(before.other);
  });
});

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  const at = Math.floor(Math.random() * bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}
