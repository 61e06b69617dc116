import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, withConnection } from '../src/database/connect.ts';
import { prepareDatabase } from '../src/database/prepare.ts';
import { withScratchDatabase } from '../src/database/scratch.ts';
import { VERSION } from './version.ts';

const PASSWORDS = { owner: 'owner', app: 'app', admin: 'admin', worker: 'worker' };

let directory: string;
let server: LocalServer;
let owner: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'scratch-'));
  server = await startServer({ directory: path.join(directory, '.pg'), version: VERSION, profile: 'test' });
  await prepareDatabase({
    superuserUrl: server.url(),
    database: 'org',
    passwords: PASSWORDS,
    shadowDatabases: true,
  });
  owner = server.url({ database: 'org', user: 'org_owner', password: PASSWORDS.owner });
});
afterAll(async () => {
  await server?.release();
  await rm(directory, { recursive: true, force: true });
});

const scratchDatabases = () =>
  withConnection(owner, async (client) => {
    const { rows } = await client.query(
      "SELECT datname FROM pg_database WHERE datname LIKE 'orgdb_scratch_%'",
    );
    return rows.map(({ datname }) => datname);
  });

test('a scratch database goes, with the session that its user forgot, and when the work fails', async () => {
  const leftovers: string[] = [];
  const work = withScratchDatabase(
    owner,
    async (url) => {
      await connect(url);
      throw new Error('the work failed');
    },
    (note) => leftovers.push(note),
  );
  await expect(work).rejects.toThrow('the work failed');
  expect(leftovers).toEqual([]);
  expect(await scratchDatabases()).toEqual([]);
});

test('a session that its user may not end, such as autovacuum’s, is waited for', async () => {
  const answer = await withScratchDatabase(owner, async (url) => {
    const stranger = await connect(server.url({ database: new URL(url).pathname.slice(1) }));
    setTimeout(() => stranger.end(), 500);
    return 'done';
  });
  expect(answer).toBe('done');
  expect(await scratchDatabases()).toEqual([]);
});

test('one that stays loses no work: it is told of, with what to do', async () => {
  const leftovers: string[] = [];
  let stranger: Awaited<ReturnType<typeof connect>> | undefined;
  const answer = await withScratchDatabase(
    owner,
    async (url) => {
      stranger = await connect(server.url({ database: new URL(url).pathname.slice(1) }));
      return 'done';
    },
    (note) => leftovers.push(note),
  );
  await stranger?.end();
  expect(answer).toBe('done');
  const [name] = await scratchDatabases();
  expect(leftovers).toEqual([expect.stringContaining(`DROP DATABASE "${name}";`)]);
  await withConnection(owner, (client) => client.query(`DROP DATABASE "${name}"`));
});

test('a connection that is lost hides nothing of what the work says', async () => {
  const leftovers: string[] = [];
  const work = withScratchDatabase(
    owner,
    async (url) => {
      const database = new URL(url).pathname.slice(1);
      await withConnection(server.url(), (client) =>
        client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = hashtext($1)::bigint & 4294967295`,
          [database],
        ),
      );
      throw new Error('the work failed');
    },
    (note) => leftovers.push(note),
  );
  await expect(work).rejects.toThrow('the work failed');
  const [name] = await scratchDatabases();
  expect(leftovers).toEqual([expect.stringContaining(`DROP DATABASE "${name}";`)]);
  await withScratchDatabase(owner, async () => undefined);
  expect(await scratchDatabases()).toEqual([]);
});

test('what a killed process left is dropped by the next one; what another works with is not', async () => {
  await withConnection(owner, (client) =>
    client.query('CREATE DATABASE "orgdb_scratch_00000000-0000-0000-0000-000000000000"'),
  );
  await withScratchDatabase(owner, async () => {
    const mine = await scratchDatabases();
    expect(mine).toHaveLength(1);
    await withScratchDatabase(owner, async () => {
      expect(await scratchDatabases()).toEqual(expect.arrayContaining(mine));
    });
    expect(await scratchDatabases()).toEqual(mine);
  });
});
