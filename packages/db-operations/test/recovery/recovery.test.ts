import type { LocalServer } from '@org/postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStage, query, type Stage } from './servers.ts';

// What docs/backups.md tells of a server that archives its log, and of a standby.
let stage: Stage;
let primary: LocalServer;
let base: string;
/** A moment before the mistake. */
let moment: string;

const orders = (server: LocalServer) =>
  query<{ n: number }>(server, 'SELECT count(*)::int AS n FROM orders').then(([row]) => row?.n);
const isRecovering = (server: LocalServer) =>
  query<{ is: boolean }>(server, 'SELECT pg_is_in_recovery() AS is').then(([row]) => row?.is);

beforeAll(async () => {
  stage = await openStage();
  primary = await stage.start('primary');
  await query(primary, 'ALTER SYSTEM SET fsync = off');
  await query(primary, 'ALTER SYSTEM SET wal_level = replica');
  await query(primary, 'ALTER SYSTEM SET archive_mode = on');
  await query(
    primary,
    `ALTER SYSTEM SET archive_command = 'test ! -f ${stage.archive}/%f && cp %p ${stage.archive}/%f'`,
  );
  await stage.stop('primary');
  primary = await stage.start('primary');
  await query(primary, 'CREATE TABLE orders AS SELECT 1 AS id');
  base = await stage.baseCopy(primary);
});
afterAll(() => stage?.end());

describe('a database whose log is archived', () => {
  beforeAll(async () => {
    await query(primary, 'INSERT INTO orders SELECT generate_series(2, 1000)');
    await query(primary, `SELECT pg_create_restore_point('before_the_mistake')`);
    const [row] = await query<{ now: string }>(primary, 'SELECT clock_timestamp()::text AS now');
    moment = row?.now ?? '';
    await query(primary, 'DELETE FROM orders');
    await query(primary, 'INSERT INTO orders VALUES (-1)');
    const [{ last } = { last: '' }] = await query<{ last: string }>(
      primary,
      'SELECT pg_walfile_name(pg_switch_wal()) AS last',
    );
    const archived = `SELECT last_archived_wal >= '${last}' AS done FROM pg_stat_archiver`;
    await vi.waitFor(async () => expect(await query(primary, archived)).toEqual([{ done: true }]), 60_000);
  });

  test('goes back to a time before a mistake: looked at first, then promoted', async () => {
    const server = await stage.startFrom(
      'by-time',
      base,
      `archive_mode = off\nrestore_command = 'cp ${stage.archive}/%f %p'\nrecovery_target_time = '${moment}'\nrecovery_target_action = 'pause'\n`,
      'recovery.signal',
    );
    await expect.poll(() => orders(server)).toBe(1000);
    await expect
      .poll(() => query(server, 'SELECT pg_get_wal_replay_pause_state() AS state'))
      .toEqual([{ state: 'paused' }]);
    await query(server, 'SELECT pg_wal_replay_resume()');
    await expect.poll(() => isRecovering(server)).toBe(false);
    await query(server, 'INSERT INTO orders VALUES (1001)');
    expect(await orders(server)).toBe(1001);
    await stage.stop('by-time');
  });

  test('goes back to a restore point, and to work by itself', async () => {
    const server = await stage.startFrom(
      'by-name',
      base,
      `archive_mode = off\nrestore_command = 'cp ${stage.archive}/%f %p'\nrecovery_target_name = 'before_the_mistake'\nrecovery_target_action = 'promote'\n`,
      'recovery.signal',
    );
    await expect.poll(() => isRecovering(server)).toBe(false);
    expect(await orders(server)).toBe(1000);
    await stage.stop('by-name');
  });

  test('has a standby that takes over when the primary is lost', async () => {
    const { host, port } = primary;
    const { username, password } = new URL(primary.url());
    const standby = await stage.startFrom(
      'standby',
      await stage.baseCopy(primary),
      `primary_conninfo = 'host=${host} port=${port} user=${username} password=${password}'\n`,
      'standby.signal',
    );
    await query(primary, 'INSERT INTO orders VALUES (-2)');
    await expect.poll(() => orders(standby)).toBe(2);
    await expect(query(standby, 'INSERT INTO orders VALUES (0)')).rejects.toThrow(/read-only/);
    await stage.stop('primary');
    expect(await query(standby, 'SELECT pg_promote() AS done')).toEqual([{ done: true }]);
    await query(standby, 'INSERT INTO orders VALUES (-3)');
    expect(await orders(standby)).toBe(3);
  });
});
