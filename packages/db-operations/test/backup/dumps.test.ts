import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupDatabase, openDump, restoreBackup, verifyBackup } from '../../src/index.ts';
import { beside, fill, fillSmall, query } from './database.ts';
import { hasTool, runTool } from './tools.ts';

let database: TestDatabase;
/** A small database on the same server. */
let small: string;
let folder: string;
const key = randomBytes(32);
const made: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dump-test-'));
  database = await createTestDatabase();
  await fill(database);
  small = await emptyDatabase('small');
  await fillSmall(small);
});
afterAll(async () => {
  for (const name of made)
    await query(database.superuserUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  await database?.drop();
  await rm(folder, { recursive: true });
});

async function emptyDatabase(what: string): Promise<string> {
  const name = `${database.name}_${what}`;
  made.push(name);
  await query(database.superuserUrl, `CREATE DATABASE "${name}" TEMPLATE template0`);
  return beside(database, name);
}
const people = (url: string) =>
  query(url, 'SELECT count(*)::int AS n, sum(hashtext(p::text)) AS sum FROM people AS p');

describe('a plain dump', () => {
  test('of the whole schema restores by psql without a message', async () => {
    const file = path.join(folder, 'whole.sql');
    const backup = await backupDatabase({ url: database.superuserUrl, file, format: 'plain' });
    if (!hasTool('psql')) {
      const proof = { format: 'plain', problems: [], catalog: 'equal', tables: backup.tables.length };
      expect(await verifyBackup({ url: database.superuserUrl, file })).toMatchObject(proof);
      return;
    }
    const url = await emptyDatabase('psql');
    const done = runTool('psql', url, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-f', file]);
    expect(done).toEqual({ status: 0, stderr: '' });
    const tenants = 'SELECT count(*)::int AS n, sum(hashtext(t::text)) AS sum FROM core.tenants AS t';
    expect(await query(url, tenants)).toEqual(await query(database.superuserUrl, tenants));
  });

  test('brings back every kind of object, compressed and encrypted too', async () => {
    const options = { url: small, format: 'plain' } as const;
    for (const [name, more] of [
      ['plain.sql', {}],
      ['plain.sql.gz', { compression: 'gzip' }],
      ['plain.sql.zst.enc', { compression: 'zstd', key }],
    ] as const) {
      const file = path.join(folder, name);
      await backupDatabase({ ...options, ...more, file });
      expect(await verifyBackup({ url: small, file, key })).toMatchObject({ problems: [], catalog: 'equal' });
    }
    const file = path.join(folder, 'plain.sql.gz');
    expect(gunzipSync(await readFile(file)).toString()).toContain('\nCOPY public.people (');
    const name = `${database.name}_plain`;
    made.push(name);
    await restoreBackup({ url: small, file, database: name });
    expect(await people(beside(database, name))).toEqual(await people(small));
    const sealed = path.join(folder, 'plain.sql.zst.enc');
    await expect(verifyBackup({ url: small, file: sealed })).rejects.toMatchObject({ code: 'KEY_MISSING' });
  });

  test('packed as it is, is rows to rehearse on', async () => {
    const url = await emptyDatabase('rows');
    const dump = await openDump(path.join(folder, 'plain.sql.zst.enc'), { key });
    await dump.load(url);
    expect(await people(url)).toEqual(await people(small));
    await expect(openDump(dump.name)).rejects.toMatchObject({ code: 'KEY_MISSING' });
  });

  test.each(['plain.sql', 'plain.sql.gz', 'plain.sql.zst.enc'])(
    '%s is refused when it was cut off or changed',
    async (name) => {
      const bytes = await readFile(path.join(folder, name));
      const changed = Buffer.from(bytes);
      changed[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      for (const spoilt of [bytes.subarray(0, -1), bytes.subarray(0, bytes.length >> 1), changed]) {
        const file = path.join(folder, 'spoilt');
        await writeFile(file, spoilt);
        await expect(
          restoreBackup({ url: database.superuserUrl, file, key, database: 'never' }),
        ).rejects.toMatchObject({
          code: 'BACKUP_DAMAGED',
        });
      }
      await rm(path.join(folder, 'spoilt'));
    },
  );

  test('says where a row differs from what was recorded', async () => {
    const file = path.join(folder, 'other.sql');
    const sql = await readFile(path.join(folder, 'plain.sql'), 'utf8');
    const body = sql.replace('\n3000\t', '\n9000\t').replace(/-- orgdb-sha256 .*\n$/, '');
    await writeFile(file, `${body}-- orgdb-sha256 ${createHash('sha256').update(body).digest('hex')}\n`);
    expect(await verifyBackup({ url: small, file })).toMatchObject({
      problems: ['public.people has other rows than it had'],
    });
  });

  test('that orgdb did not write is restored, and nothing is claimed of it', async () => {
    const file = path.join(folder, 'foreign.sql');
    const dump = `--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.t (a text);\nCOPY public.t (a) FROM stdin;\na\nb\n\\.\n\n--\n-- PostgreSQL database dump complete\n--\n`;
    await writeFile(file, dump);
    expect(await verifyBackup({ url: small, file })).toEqual({
      format: 'plain',
      tables: 1,
      rows: 2,
      catalog: 'unknown',
      problems: [],
    });
    const name = `${database.name}_foreign`;
    made.push(name);
    expect(await restoreBackup({ url: database.superuserUrl, file, database: name })).toEqual({
      database: name,
      tables: 1,
    });
    await writeFile(file, dump.slice(0, -60));
    for (const refused of [verifyBackup({ url: small, file }), openDump(file)]) {
      await expect(refused).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    }
  });

  test('of any SQL is rows to rehearse on, and no backup', async () => {
    const file = path.join(folder, 'others.sql.gz');
    await writeFile(file, gzipSync(`CREATE TABLE t (a text);\nCOPY t FROM stdin;\na\n\\.\n`));
    const url = await emptyDatabase('others');
    await (await openDump(file)).load(url);
    expect(await query(url, 'SELECT a FROM t')).toEqual([{ a: 'a' }]);
    await expect(verifyBackup({ url: small, file })).rejects.toMatchObject({ code: 'BACKUP_INVALID' });
    await writeFile(file, 'SELECT pg_terminate_backend(pg_backend_pid());\n');
    await expect((await openDump(file)).load(url)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringMatching(/while .*others\.sql\.gz was loaded/),
    });
  });

  test.each([
    ['is not there', undefined, /cannot be read \(ENOENT\)\. Name a file/],
    ['is empty', '', /begins neither as one of orgdb nor as a dump/],
    ['holds other bytes', '\0\u0001', /Unpack it, if something else than gzip or zstd/],
    ['is packed by tar', `${'\0'.repeat(257)}ustar\0`, /archive of tar\. Unpack it into a folder/],
  ])('that %s is refused in words', async (_what, content, message) => {
    const file = path.join(folder, 'wrong');
    if (content !== undefined) await writeFile(file, content);
    await expect(openDump(file)).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
      message: expect.stringMatching(message),
    });
    await rm(file, { force: true });
  });

  test('is read no further when it is interrupted', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const opened = openDump(path.join(folder, 'plain.sql.gz'), { signal: controller.signal });
    controller.abort(reason);
    await expect(opened).rejects.toBe(reason);
  });
});
