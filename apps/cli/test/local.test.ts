import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome, query } from './orgdb.ts';

const TIMEOUT = 60_000;

describe('without DATABASE_URL', { timeout: TIMEOUT }, () => {
  let home: Home;
  beforeAll(async () => {
    home = await newHome();
  });
  afterAll(() => home.dispose(), TIMEOUT);

  test('says that the server does not run, and creates nothing by looking', async () => {
    expect(await home.json(['status'])).toMatchObject({
      code: 3,
      value: { ok: false, server: { kind: 'local', state: 'stopped' }, migrations: null },
    });
    expect(await home.run(['url'])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('Start it with "pnpm orgdb up". [SERVER_STOPPED]'),
    });
    await expect(stat(home.directory)).rejects.toThrow('ENOENT');
  });

  test('two at once bring up one server, and it stays', async () => {
    const both = await Promise.all([home.json(['up']), home.json(['up'])]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const applied = both.flatMap(({ value }) => (value as { applied: string[] }).applied);
    expect(new Set(applied).size).toBe(applied.length);
    expect(applied.length).toBeGreaterThan(0);
    expect(await home.json(['status'])).toMatchObject({
      code: 0,
      value: {
        ok: true,
        server: { state: 'running', stay: true },
        migrations: { pending: [] },
        problems: [],
      },
    });
  });

  test('is up a second time with nothing to do, and shows the logins again', async () => {
    const again = await home.run(['up']);
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing was missing') });
    expect(again.stdout).toContain('admin@stratibreak.com');
    expect(again.stdout).toContain('admin123');
  });

  test('keeps the credentials to its user', async () => {
    const { mode } = await stat(path.join(home.directory, 'credentials.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  test.each([
    ['app', 'org_app'],
    ['owner', 'org_owner'],
    ['admin', 'org_admin'],
    ['worker', 'org_worker'],
    ['superuser', 'postgres'],
  ])('prints a connection string of the role %s and nothing else', async (role, user) => {
    const { code, stdout } = await home.run(['url', '--role', role]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^postgresql:\/\/\S+\n$/);
    expect(await query(stdout.trim(), 'SELECT current_user AS name')).toEqual([{ name: user }]);
  });

  test('gives the role of the services by default, which sees no tenant', async () => {
    const { stdout } = await home.run(['url']);
    expect(
      await query(stdout.trim(), 'SELECT current_user AS name, count(*)::int AS users FROM core.users'),
    ).toEqual([{ name: 'org_app', users: 0 }]);
  });

  test('lists the tenants', async () => {
    const { value } = await home.json(['tenants']);
    expect((value as { tenants: { slug: string }[] }).tenants.map(({ slug }) => slug)).toEqual([
      'bahinlink',
      'stratibreak',
      'summit-homes',
      'well-crafted',
    ]);
    expect((await home.run(['tenants'])).stdout).toContain('well-crafted');
  });

  test('refuses a tenant file that is none', async () => {
    const bad = await home.json(['seed', '--file', path.join(home.directory, 'missing.json')]);
    expect(bad).toMatchObject({ code: 2, value: { error: { code: 'SEED_FILE_INVALID' } } });
  });

  test('refuses to reset or to run in production, and changes nothing', async () => {
    for (const command of [['reset'], ['dev'], ['seed']]) {
      const refused = await home.run(command, { NODE_ENV: 'production' });
      expect(refused).toMatchObject({ code: 5, stdout: '' });
      expect(refused.stderr).toMatch(/\[(PRODUCTION|SEED)_REFUSED\]/);
    }
    const { value } = await home.json(['tenants']);
    expect((value as { tenants: unknown[] }).tenants).toHaveLength(4);
  });

  test('adds the tenant of a file, once, and drops it by a reset', async () => {
    const file = path.join(home.directory, 'acme.json');
    await writeFile(
      file,
      JSON.stringify({ slug: 'acme', name: 'Acme', contactEmail: 'office@acme.example' }),
    );
    const slugs = async () => {
      const { value } = await home.json(['tenants']);
      return (value as { tenants: { slug: string }[] }).tenants.map(({ slug }) => slug);
    };
    const before = await slugs();
    expect(await home.run(['seed', '--file', file])).toMatchObject({ code: 0 });
    expect(await home.run(['seed', '--file', file])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing was missing'),
    });
    expect(await slugs()).toEqual(['acme', ...before]);
    expect(await home.run(['reset'])).toMatchObject({ code: 0, stderr: expect.stringContaining('dropped') });
    expect(await slugs()).toEqual(before);
    expect(await home.json(['status'])).toMatchObject({ code: 0, value: { server: { stay: true } } });
  });

  test('stops, keeps the data, and works again after it', async () => {
    expect(await home.run(['down'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('was stopped'),
    });
    expect(await home.run(['down'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('does not run'),
    });
    // A command that needs the database starts the server for its own time only.
    expect(await home.json(['tenants'])).toMatchObject({ code: 0 });
    expect(await home.json(['status'])).toMatchObject({ code: 3 });
    expect(await home.run(['migrate'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('up to date'),
    });
  });
});
