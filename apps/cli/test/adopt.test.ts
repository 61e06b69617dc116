import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer } from '@org/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome, newProject, query } from './orgdb.ts';

describe('adopt', () => {
  let home: Home;
  let superuser: string;
  let folder: string;
  const at = (name: string) => Object.assign(new URL(superuser), { pathname: `/${name}` }).href;

  beforeAll(async () => {
    home = await newHome();
    folder = await mkdtemp(path.join(tmpdir(), 'orgdb-adopt-'));
    superuser = (await startServer({ directory: home.directory, profile: 'test' })).url();
  });
  afterAll(async () => {
    await home.dispose();
    await rm(folder, { recursive: true });
  });

  test('makes a project for a database that was made by hand, and says what is next', async () => {
    await query(superuser, 'CREATE DATABASE shop');
    await query(at('shop'), 'CREATE TABLE "My Orders" (id int PRIMARY KEY, note text)');
    const project = path.join(folder, 'shop');
    const adopt = ['adopt', '--url', at('shop'), '--project', project];
    const planned = await home.run([...adopt, '--dry-run']);
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringMatching(/can be adopted: \d+_baseline/) });
    expect(await readdir(folder)).toEqual([]);
    const { stdout, code } = await home.run(adopt);
    expect({ stdout, code }).toMatchObject({ code: 0, stdout: expect.stringContaining(' is managed now: ') });
    expect(await readFile(path.join(project, 'prisma/schema.prisma'), 'utf8')).toContain(
      '@@map("My Orders")',
    );
    expect(await home.json(adopt)).toMatchObject({ code: 0, value: { outcome: 'managed', pending: [] } });
  });

  test('compares with the migrations of a project, and writes what mends the difference', async () => {
    await query(superuser, 'CREATE DATABASE org_by_hand');
    const env = { DATABASE_URL: at('org_by_hand'), ORGDB_PROJECT: await newProject(folder, 2) };
    expect(await home.run(['migrate', 'deploy'], env)).toMatchObject({ code: 0 });
    await query(
      at('org_by_hand'),
      'DROP TABLE _prisma_migrations; ALTER TABLE core.users ADD extra int; ALTER TABLE core.users NO FORCE ROW LEVEL SECURITY',
    );
    const file = path.join(folder, 'mend.sql');
    const { code, stdout } = await home.run(['adopt', '--write', file], env);
    expect({ code, stdout }).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('nothing was recorded'),
    });
    expect(stdout).toContain('- additional column core.users.extra\n');
    expect(stdout).toContain('- different table core.users: rowSecurityForced no, expected yes\n');
    expect(await readFile(file, 'utf8')).toContain('DROP COLUMN "extra"');

    await query(at('org_by_hand'), 'ALTER TABLE core.users DROP extra, FORCE ROW LEVEL SECURITY');
    expect(await home.json(['adopt'], env)).toMatchObject({
      code: 0,
      value: { outcome: 'adopted', pending: [] },
    });
    expect(await home.json(['status'], env)).toMatchObject({ code: 0, value: { ok: true } });
  });

  test('refuses in plain words what cannot be adopted', async () => {
    expect(await home.json(['adopt'])).toMatchObject({ code: 2, value: { error: { code: 'URL_MISSING' } } });
    expect(await home.json(['adopt', '--url', 'mysql://x'])).toMatchObject({ code: 2 });
    expect(await home.json(['adopt', '--url', at('none')])).toMatchObject({ code: 3 });
    await query(superuser, 'CREATE DATABASE nothing');
    expect(await home.json(['adopt', '--url', at('nothing')])).toMatchObject({
      code: 5,
      value: { error: { code: 'ADOPT_REFUSED', message: expect.stringContaining('nothing in') } },
    });
  });
});
