import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupDatabase, readBackupKey, restoreBackup, verifyBackup } from '../../src/index.ts';
import { beside, databasesLike, fill, query } from './database.ts';

let database: TestDatabase;
let folder: string;
const key = randomBytes(32);
const made: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'backup-test-'));
  database = await createTestDatabase();
  await fill(database);
});
afterAll(async () => {
  for (const name of made)
    await query(database.superuserUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  await database?.drop();
  await rm(folder, { recursive: true });
});

describe('a backup', () => {
  test('is proven by a restore that equals what was there, rows and definitions', async () => {
    const file = path.join(folder, 'plain');
    const backup = await backupDatabase({ url: database.superuserUrl, file });
    expect(backup.tables.find(({ table }) => table === 'core.tenants')?.rows).toBe('3000');
    expect(backup.lastMigration).toMatch(/^\d{14}_/);
    expect(await readdir(folder)).toEqual(['plain']);
    const verified = await verifyBackup({ url: database.superuserUrl, file });
    expect(verified).toMatchObject({ problems: [], catalog: 'equal', tables: backup.tables.length });
    expect(verified.rows).toBeGreaterThan(3000);
  });

  test('of the owner, encrypted, comes back under another name; its rows are not in the file', async () => {
    const file = path.join(folder, 'secret');
    await query(database.superuserUrl, `ALTER SCHEMA "Odd ""one" OWNER TO org_owner`);
    await backupDatabase({ url: database.directUrl('owner'), file, key, without: ['Odd "one'] });
    expect((await readFile(file)).includes('tenant-17')).toBe(false);
    const name = `${database.name}_copy`;
    made.push(name);
    const restore = () => restoreBackup({ url: database.superuserUrl, file, key, database: name });
    expect(await restore()).toMatchObject({ database: name, origin: { database: database.name } });
    expect(await query(beside(database, name), 'SELECT count(*)::int AS n FROM core.tenants')).toEqual([
      { n: 3000 },
    ]);
    // Nobody's policies are lost.
    expect(
      await query(
        beside(database, name).replace(/\/\/[^@]+@/, `//${loginOf(database.directUrl())}@`),
        'SELECT FROM core.tenants',
      ),
    ).toEqual([]);

    await expect(restore()).rejects.toMatchObject({ code: 'RESTORE_TARGET_NOT_EMPTY' });
    const forced = await restoreBackup({
      url: database.superuserUrl,
      file,
      key,
      database: name,
      force: true,
    });
    made.push(forced.kept ?? '');
    expect(
      await query(beside(database, forced.kept ?? ''), 'SELECT count(*)::int AS n FROM core.tenants'),
    ).toEqual([{ n: 3000 }]);
  });

  test.each([
    ['the last byte is missing', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['it ends after a whole chunk', (bytes: Buffer) => bytes.subarray(0, bytes.indexOf('\n') + 1 + 65_552)],
    ['a bit is changed', (bytes: Buffer) => Buffer.from(bytes).fill(1, bytes.length - 40, bytes.length - 36)],
    [
      'its head is changed',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"zstd"', '"none"'), 'latin1'),
    ],
  ])('is refused before anything is restored when %s', async (_what, spoil) => {
    for (const name of ['plain', 'secret']) {
      const file = path.join(folder, `${name}-spoilt`);
      await writeFile(file, spoil(await readFile(path.join(folder, name))));
      await expect(
        restoreBackup({ url: database.superuserUrl, file, key, database: `${database.name}_no` }),
      ).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
      expect(await databasesLike(database, `${database.name}_no`)).toEqual([]);
      await rm(file);
    }
  });

  test('tells a missing key, another key, and what is no backup', async () => {
    const url = database.superuserUrl;
    const file = path.join(folder, 'secret');
    await expect(verifyBackup({ url, file })).rejects.toMatchObject({ code: 'KEY_MISSING' });
    await expect(verifyBackup({ url, file, key: randomBytes(32) })).rejects.toMatchObject({
      code: 'KEY_WRONG',
    });
    await expect(verifyBackup({ url, file: import.meta.filename })).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
    });
    expect(() => readBackupKey('c2hvcnQ=')).toThrow(/32 random bytes/);
  });

  test('is refused to a role from which rows are hidden, and leaves no file', async () => {
    await expect(
      backupDatabase({ url: database.directUrl('admin'), file: path.join(folder, 'half') }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/ROWS_HIDDEN|BACKUP_FORBIDDEN/) });
    expect((await readdir(folder)).sort()).toEqual(['plain', 'secret']);
  });
});

function loginOf(url: string): string {
  const { username, password } = new URL(url);
  return `${username}:${password}`;
}
