import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, newHome, newProject, query } from './orgdb.ts';

let home: Home;
let folder: string;
let project: string;
let env: Record<string, string>;
let superuser: string;

beforeAll(async () => {
  home = await newHome();
  folder = await mkdtemp(path.join(tmpdir(), 'orgdb-verify-'));
  // Foundation, core and commerce.
  project = await newProject(folder, 3);
  env = { ORGDB_PROJECT: project };
  expect(await home.up(['--no-seed'], env)).toMatchObject({ code: 0 });
  superuser = (await home.run(['url', '--role', 'superuser'])).stdout.trim();
});
afterAll(async () => {
  await home?.dispose();
  await rm(folder, { recursive: true, force: true });
});

test('verify finds what was changed by hand, --fix writes what mends it, and a deployment does', async () => {
  expect(await home.run(['verify'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is what its migrations make'),
  });
  await query(superuser, 'DROP POLICY tenant_isolation ON core.users');
  await query(superuser, 'ALTER TABLE commerce.orders NO FORCE ROW LEVEL SECURITY');
  const found = await home.json(['verify'], env);
  expect(found).toMatchObject({
    code: 1,
    value: {
      ok: false,
      drift: [
        { what: 'policy tenant_isolation on core.users is missing' },
        { what: 'row level security of commerce.orders is not forced' },
      ],
    },
  });
  const fixed = await home.json(['verify', '--fix'], env);
  expect(fixed).toMatchObject({
    code: 0,
    value: { left: [], migrations: [expect.stringMatching(/^\d{14}_mend_drift$/)] },
  });
  expect(await home.run(['migrate', 'deploy'], env)).toMatchObject({ code: 0 });
  expect(await home.run(['verify'], env)).toMatchObject({ code: 0 });
  const files = await readdir(path.join(home.directory, 'catalogs'));
  expect(await readFile(path.join(home.directory, 'catalogs', files[0] ?? ''), 'utf8')).not.toContain(
    new URL(superuser).password,
  );
});

test('rollback takes the last migrations back, refuses to lose data, and the history is as Prisma expects', async () => {
  const migrations = (await readdir(path.join(project, 'prisma/migrations')))
    .filter((name) => /^\d/.test(name))
    .sort();
  const [last = ''] = migrations.slice(-1);
  const taken = await home.json(['migrate', 'rollback'], env);
  expect(taken).toMatchObject({
    code: 0,
    value: { migrations: [last], losses: [], verification: { ok: true } },
  });
  expect(await home.json(['status'], env)).toMatchObject({
    code: 4,
    value: { migrations: { pending: [last] } },
  });

  await query(
    superuser,
    "INSERT INTO core.tenants (slug, name, contact_email) VALUES ('kept', 'Kept', 'kept@example.com')",
  );
  const all = ['migrate', 'rollback', '--to', '20261120090000_foundation'];
  const refused = await home.json(all, env);
  expect(refused).toMatchObject({
    code: 5,
    value: {
      error: { code: 'DATA_LOSS_REFUSED', message: expect.stringContaining('table core.tenants (1 row)') },
    },
  });
  const hook = await home.run([...all, '--sign', 'test: test'], { ...env, ORGDB_BACKUP_COMMAND: 'exit 9' });
  expect(hook).toMatchObject({ code: 1, stderr: expect.stringContaining('exit code 9') });
  expect(await query(superuser, 'SELECT slug FROM core.tenants')).toEqual([{ slug: 'kept' }]);

  expect(await home.run([...all, '--sign', 'test: test'], env)).toMatchObject({ code: 0 });
  expect(await query(superuser, "SELECT to_regclass('core.tenants') AS tenants")).toEqual([
    { tenants: null },
  ]);
  expect(await home.run(['migrate', 'deploy'], env)).toMatchObject({ code: 0 });
});
