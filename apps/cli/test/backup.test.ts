import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome, newSmallProject, query } from './orgdb.ts';

const KEY = randomBytes(32).toString('base64');
let home: Home;
let folder: string;
let superuser: string;
const env: Record<string, string> = {};

const at = (name: string) => path.join(folder, name);
const orgdb = (args: readonly string[], more: Record<string, string> = {}) =>
  home.run(args, { ...env, ...more });
const json = (args: readonly string[], more: Record<string, string> = {}) =>
  home.json(args, { ...env, ...more });
const beside = (name: string) => superuser.replace(/\/[^/]*$/, `/${name}`);
const slugs = (database: string) => query(beside(database), 'SELECT slug FROM shop.orders ORDER BY 1');
const databases = () => query(superuser, 'SELECT datname FROM pg_database ORDER BY 1');

beforeAll(async () => {
  home = await newHome();
  folder = path.join(home.directory, '..', 'backups');
  await mkdir(folder);
  env.ORGDB_PROJECT = await newSmallProject(path.join(home.directory, '..'));
  await home.up(['--no-seed'], env);
  superuser = (await home.run(['url', '--role', 'superuser'], env)).stdout.trim();
  await query(
    superuser,
    `CREATE SCHEMA shop; CREATE TABLE shop.orders (slug text PRIMARY KEY); CREATE ROLE reporting; GRANT SELECT ON shop.orders TO reporting; INSERT INTO shop.orders VALUES ('first'), ('second')`,
  );
});
afterAll(() => home.dispose());

describe('orgdb backup', () => {
  test('writes a file that verify proves and restore makes a database of', async () => {
    const made = await orgdb(['backup', '--to', at('org.orgbackup')]);
    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/tables with \d+ rows.*NOT encrypted/),
    });
    const proven = await orgdb(['backup', 'verify', at('org.orgbackup')]);
    expect(proven).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Proven: \d+ tables .* catalog: equal\.\n$/),
    });
    const restored = await json(['restore', at('org.orgbackup'), '--to-database', 'copy']);
    expect(restored).toMatchObject({
      code: 0,
      value: { database: 'copy', origin: { createdAt: expect.any(String) } },
    });
    expect(await slugs('copy')).toEqual([{ slug: 'first' }, { slug: 'second' }]);
  });

  test('keeps what restore is to replace, and refuses without --force', async () => {
    await query(beside('copy'), `DELETE FROM shop.orders WHERE slug = 'second'`);
    const refused = await orgdb(['restore', at('org.orgbackup'), '--to-database', 'copy']);
    expect(refused).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringContaining('[RESTORE_TARGET_NOT_EMPTY]'),
    });
    const { value } = await json(['restore', at('org.orgbackup'), '--to-database', 'copy', '--force']);
    const { kept } = value as { kept: string };
    expect(await slugs('copy')).toHaveLength(2);
    expect(await slugs(kept)).toEqual([{ slug: 'first' }]);
  });

  test.each(['orgbackup', 'plain'])('as %s with a key is of no use without that key', async (format) => {
    const file = at(`${format}.sealed`);
    const made = await json(['backup', '-F', format, '--to', file, '--key-from-env'], {
      ORG_BACKUP_KEY: KEY,
    });
    expect(made).toMatchObject({ code: 0, value: { file, format, encrypted: true } });
    expect((await readFile(file)).includes('second')).toBe(false);
    const verify = ['backup', 'verify', file];
    expect(await json(verify, { ORG_BACKUP_KEY: KEY })).toMatchObject({
      code: 0,
      value: { format, problems: [] },
    });
    const other = randomBytes(32).toString('base64');
    for (const [key, code] of [
      ['', 'KEY_MISSING'],
      [other, 'KEY_WRONG'],
      ['short', 'KEY_INVALID'],
    ] as const) {
      expect(await json(verify, { ORG_BACKUP_KEY: key })).toMatchObject({
        code: 2,
        value: { error: { code } },
      });
    }
    await writeFile(at('cut'), (await readFile(file)).subarray(0, -20));
    const before = await databases();
    const restore = ['restore', at('cut'), '--to-database', 'never'];
    const cut = await orgdb(restore, { ORG_BACKUP_KEY: KEY });
    expect(cut).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/cut off or changed.*\[BACKUP_DAMAGED\]\n$/),
    });
    expect(await databases()).toEqual(before);
  });

  test('is what new migrations are rehearsed on, with its key', async () => {
    const project = env.ORGDB_PROJECT ?? '';
    const migration = path.join(project, 'prisma/migrations/29990101000000_new');
    await mkdir(migration);
    await writeFile(path.join(migration, 'migration.sql'), 'CREATE TABLE core.news (id int PRIMARY KEY);');
    await writeFile(path.join(migration, 'rollback.sql'), 'DROP TABLE core.news;');
    const rehearse = ['migrate', 'rehearse', '--dump', at('orgbackup.sealed')];
    // On a server that knows no role "reporting".
    expect(await json(rehearse, { ORG_BACKUP_KEY: KEY })).toMatchObject({
      code: 0,
      value: { migrations: ['29990101000000_new'], history: 1, problems: [] },
    });
    const before = await databases();
    for (const [file, key, code] of [
      ['orgbackup.sealed', '', 'KEY_MISSING'],
      ['cut', KEY, 'BACKUP_DAMAGED'],
    ] as const) {
      const refused = ['migrate', 'rehearse', '--dump', at(file), '--server', superuser];
      expect(await json(refused, { ORG_BACKUP_KEY: key })).toMatchObject({ value: { error: { code } } });
    }
    expect(await databases()).toEqual(before);
    await rm(migration, { recursive: true });
  });

  test('decrypts a dump for psql, and archives for pg_restore', async () => {
    const decrypt = ['backup', 'decrypt', at('plain.sealed'), '--to', at('plain.sql')];
    expect(await orgdb(decrypt, { ORG_BACKUP_KEY: KEY })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('NOT encrypted. Read it by: psql -f'),
    });
    expect(await readFile(at('plain.sql'), 'utf8')).toContain(
      '\nCOPY shop.orders (slug) FROM stdin;\nfirst\n',
    );
    for (const format of ['custom', 'directory']) {
      const made = await json(['backup', '--format', format, '--to', at(format)]);
      expect(made).toMatchObject({ code: 0, value: { format, encrypted: false } });
    }
    const folder = await orgdb(['backup', '-F', 'd', '--to', at('folder')], { ORG_BACKUP_KEY: KEY });
    expect(folder).toMatchObject({ code: 2, stderr: expect.stringContaining('[BACKUP_UNSUPPORTED]') });
    const full = await orgdb(['backup', '-F', 'd', '--to', at('directory')]);
    expect(full).toMatchObject({ code: 5, stderr: expect.stringContaining('[ARCHIVE_EXISTS]') });
  });

  test('is told what it cannot do', async () => {
    expect(await orgdb(['backup', '--key-from-env'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ORG_BACKUP_KEY'),
    });
    expect(await orgdb(['backup', '--format', 'zip'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('orgbackup, plain, custom, directory'),
    });
    expect(await orgdb(['backup', 'verify', at('nowhere')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[BACKUP_INVALID]'),
    });
    expect(await orgdb(['backup', 'verify', import.meta.filename])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[BACKUP_INVALID]'),
    });
  });
});

describe('what was interrupted', () => {
  const unfinished = async () => (await readdir(folder)).filter((name) => name.endsWith('.unfinished'));

  test.each([
    ['SIGINT', 130, 0],
    ['SIGKILL', null, 1],
  ] as const)('by %s leaves nothing that looks like a backup', async (signal, code, left) => {
    // pg_dump waits for this table, with the file begun.
    const locker = new pg.Client({ connectionString: superuser });
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE shop.orders IN ACCESS EXCLUSIVE MODE');
    try {
      const running = home.start(['backup', '--to', at('half')], env);
      await expect.poll(unfinished).toHaveLength(1);
      process.kill(running.pid, signal);
      expect((await running.ended).code).toBe(code);
      expect(await unfinished()).toHaveLength(left);
      expect(await readdir(folder)).not.toContain('half');
    } finally {
      await locker.end();
    }
  });

  test('restore leaves no database behind', async () => {
    const before = await databases();
    const running = home.start(['restore', at('org.orgbackup'), '--to-database', 'never'], env);
    await running.says('restoring into "never');
    process.kill(running.pid, 'SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(await databases()).toEqual(before);
  });
});
