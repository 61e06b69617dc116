import { catalogFingerprint, readCatalog } from '@org/db-migrate';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MaintenanceReport, maintain, maintenanceText, type Section } from '../../src/index.ts';
import { BROKEN_INDEX, connected, NEGLECTED, runAll } from './situations.ts';

let database: TestDatabase;
let owner: pg.Client;
let superuser: pg.Client;
const thresholds = { bloatMegabytes: 1 };

const found = (report: MaintenanceReport, section?: Section) =>
  report.sections
    .filter((one) => section === undefined || one.section === section)
    .flatMap(({ findings }) => findings.map(({ kind, subject }) => `${kind}: ${subject}`));
const notes = (report: MaintenanceReport) => report.sections.flatMap((section) => section.notes).join('\n');
const figure = ({ sections: [section] }: MaintenanceReport, of: string) =>
  section?.figures.find(({ name }) => name === of);
const look = (only: Section, options: Partial<Parameters<typeof maintain>[0]> = {}) =>
  maintain({ url: database.directUrl('owner'), only: [only], thresholds, ...options });

beforeAll(async () => {
  database = await createTestDatabase();
  [owner, superuser] = await Promise.all([
    connected(database.directUrl('owner')),
    connected(database.superuserUrl),
  ]);
});
afterAll(async () => {
  await Promise.all([owner?.end(), superuser?.end()]);
  await database?.drop();
});

test('a database that nothing was done to needs nothing, and is left as it was', async () => {
  const before = catalogFingerprint(await readCatalog(superuser));
  const report = await maintain({ url: database.directUrl('owner') });
  expect(found(report)).toEqual([]);
  expect(report.ok).toBe(true);
  expect(report.sections.flatMap(({ allowed }) => allowed)).toEqual([
    expect.objectContaining({
      kind: 'redundant-index',
      subject: 'workforce.attendance_shift_id_idx on workforce.attendance',
      reason: expect.stringContaining('Promised by name'),
    }),
  ]);
  expect(catalogFingerprint(await readCatalog(superuser))).toBe(before);
});

describe('of a neglected schema', () => {
  beforeAll(async () => {
    await runAll(owner, NEGLECTED);
    await expect(owner.query(BROKEN_INDEX)).rejects.toThrow('could not create unique index');
    await superuser.query('CREATE SCHEMA private; CREATE TABLE private.secrets (id int)');
  });

  test('tables that want a vacuum or an analysis are found', async () => {
    const report = await look('tables');
    expect(found(report).filter((finding) => finding.includes('care.'))).toEqual(
      expect.arrayContaining([
        'dead-rows: care.dead',
        'dead-rows: care.documents',
        'never-analyzed: care.fresh',
      ]),
    );
    expect(JSON.stringify(report)).toContain('1,100 pieces of dead large values (48 %) wait for a vacuum');
    expect(found(report).join()).not.toMatch(/care\.(dense|child|bloated)/);
    expect(report).toMatchObject({
      ok: false,
      outcomes: [],
      notLookedAt: [expect.stringMatching(/^private of .* \(1 table\)$/)],
    });
  });

  test('bloat is found by an estimate, and confirmed by pgstattuple where it is there', async () => {
    const expected = [
      'table-bloat: care.bloated',
      'index-bloat: care.bloated_pkey',
      'index-bloat: care.bloated_next',
      'toast-bloat: care.documents (TOAST)',
    ];
    const estimated = await look('bloat');
    expect(found(estimated).sort()).toEqual([...expected].sort());
    expect(notes(estimated)).toContain('estimated, as pgstattuple is not there');
    expect(figure(estimated, 'care.documents (TOAST)')).toMatchObject({ method: 'at least', percent: 75 });
    await superuser.query('CREATE EXTENSION pgstattuple');
    await runAll(owner, [
      'CREATE TABLE care.searched (words int[]) WITH (autovacuum_enabled = off)',
      'CREATE INDEX searched_words ON care.searched USING gin (words) WITH (gin_pending_list_limit = 8192)',
      'INSERT INTO care.searched SELECT ARRAY(SELECT n * m FROM generate_series(1, 20) AS m) FROM generate_series(1, 5000) AS n',
    ]);
    const measured = await look('bloat', { url: database.superuserUrl });
    expect(found(measured).sort()).toEqual([...expected, 'gin-pending: care.searched_words'].sort());
    expect(notes(measured)).toContain('no B-trees: care.searched_words (gin');
    expect(figure(measured, 'care.documents (TOAST)')).toMatchObject({ method: 'pgstattuple' });
    expect(measured.sections[0]?.figures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'care.bloated', method: 'pgstattuple' }),
        expect.objectContaining({ name: 'care.dense', method: 'estimate' }),
      ]),
    );
    // Within ten percent of each other, or one of them is wrong.
    const percent = (report: MaintenanceReport, of: string) => Number(figure(report, of)?.percent);
    for (const name of ['care.bloated', 'care.bloated_pkey', 'care.bloated_next', 'care.documents (TOAST)']) {
      expect(Math.abs(percent(estimated, name) - percent(measured, name))).toBeLessThan(10);
    }
    expect(percent(estimated, 'care.dense')).toBeLessThan(10);
    expect(percent(estimated, 'care.filled')).toBeLessThan(10);
    expect(percent(estimated, 'care.filled_pkey')).toBeLessThan(20);
  });

  test('indexes that are invalid, redundant or missing are found, and no other', async () => {
    await owner.query('CREATE TABLE pgboss.parts (id int PRIMARY KEY, of int REFERENCES pgboss.parts)');
    const report = await look('indexes');
    await owner.query('DROP TABLE pgboss.parts');
    expect(found(report).join()).not.toContain('pgboss');
    expect(notes(report)).toContain('decides on their indexes: pgboss (1 table).');
    expect(
      found(report)
        .filter((finding) => finding.includes('care.'))
        .sort(),
    ).toEqual([
      'duplicate-index: care.long_again on care.indexed',
      'duplicate-index: care.lower_c_again on care.indexed',
      'foreign-key-unindexed: care.child (indexed_id)',
      'invalid-index: care.broken on care.indexed',
      'redundant-index: care.short on care.indexed',
    ]);
  });

  test('a comment with a reason lets a finding pass; one that lets nothing pass, or says no reason, is told', async () => {
    await runAll(owner, [
      `COMMENT ON INDEX care.short IS E'For the reports.\norgdb:allow redundant-index: They name it.'`,
      `COMMENT ON INDEX care.lower_c_again IS 'orgdb:allow redundant-index: Of another kind.'`,
      `COMMENT ON CONSTRAINT child_indexed_id_fkey ON care.child IS 'orgdb:allow foreign-key-unindexed'`,
      `COMMENT ON TABLE care.child IS E'orgdb:allow constructor: None such.\norgdb:allow dead-rows: By night.'`,
    ]);
    await superuser.query(`COMMENT ON TABLE private.secrets IS 'orgdb:allow redundant-index: Who may look.'`);
    const report = await look('indexes');
    const ours = (finding: string) => finding.includes('care.');
    expect(found(report).filter(ours).sort()).toEqual([
      'allow-unexplained: child_indexed_id_fkey on care.child',
      'allow-unused: care.lower_c_again on care.indexed',
      'duplicate-index: care.long_again on care.indexed',
      'duplicate-index: care.lower_c_again on care.indexed',
      'invalid-index: care.broken on care.indexed',
    ]);
    expect(report.sections[0]?.allowed.filter(({ subject }) => ours(subject))).toEqual([
      expect.objectContaining({ subject: 'care.short on care.indexed', reason: 'They name it.' }),
      expect.objectContaining({ subject: 'care.child (indexed_id)', reason: '' }),
    ]);
    expect(maintenanceText(report)).toMatch(
      /allowed: care\.short on .*: They name it\.\n(.*\n)*.*; \d allowed by comments\./,
    );
    // What rows decide on may come back; what is no kind of finding is of no use to anybody.
    const tables = await look('tables');
    expect(found(tables)).toContain('allow-unused: care.child');
    expect(notes(tables)).toContain('Allowed, and not found at present: dead-rows of care.child.');
  });

  test('an index counts as unused once uses were counted for long enough', async () => {
    await runAll(owner, [
      'SET enable_seqscan = off',
      'SELECT count(*) FROM care.indexed WHERE b = 3 AND c = $$c3$$',
      'RESET enable_seqscan',
    ]);
    const young = await look('indexes');
    expect(notes(young)).toMatch(/Not used so far: .*care\.pattern.*30 days are needed to judge/);
    expect(notes(young)).not.toContain('with space');
    const old = await look('indexes', { thresholds: { unusedDays: 0 } });
    const unused = found(old).filter((finding) => finding.startsWith('unused-index'));
    expect(unused).toContain('unused-index: care.pattern on care.indexed');
    expect(unused.join()).not.toMatch(/unique_a|_pkey|care\.child|care\.long |lower_c/);
  });

  test('sequences that come to their end are found, by the column that they feed', async () => {
    expect(found(await look('sequences'))).toEqual([
      'sequence-near-end: care.feeding',
      'sequence-near-end: care.numbered_id_seq',
    ]);
  });

  test('open transactions are found by who may see them; others are told how many they cannot see', async () => {
    const holder = await connected(database.superuserUrl);
    try {
      await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      const { rows } = await holder.query('SELECT pg_backend_pid() AS pid, count(*) FROM care.dense');
      const options = { thresholds: { sessionMinutes: 0 } };
      const all = await look('sessions', { ...options, url: database.superuserUrl });
      expect(found(all)).toContain(`idle-in-transaction: process ${rows[0].pid}`);
      const some = await look('sessions', options);
      expect(found(some)).toEqual([]);
      expect(notes(some)).toContain('GRANT pg_read_all_stats TO org_owner');
    } finally {
      await holder.end();
    }
  });

  test('slow statements are told without what might be a secret, or how to have them counted', async () => {
    const { rows } = await superuser.query(
      `SELECT current_setting('pg_stat_statements.max', true) IS NOT NULL AS loaded`,
    );
    if (!rows[0].loaded) {
      expect(notes(await look('queries'))).toContain('shared_preload_libraries');
      return;
    }
    expect(notes(await look('queries'))).toContain('CREATE EXTENSION pg_stat_statements');
    await superuser.query('CREATE EXTENSION pg_stat_statements');
    await superuser.query(`COMMENT ON SCHEMA care IS 'hunter2'`);
    for (let call = 0; call < 10; call += 1) await superuser.query(`SELECT pg_sleep(0.02), 'hunter2'`);
    const report = await look('queries', { url: database.superuserUrl, thresholds: { slowMs: 15 } });
    expect(report.sections[0]?.findings).toContainEqual(
      expect.objectContaining({
        kind: 'slow-query',
        problem: expect.stringContaining('SELECT pg_sleep($1), $2'),
      }),
    );
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  test('what retention should have taken away is told, until the function of the worker has done it', async () => {
    expect(found(await look('retention'))).toEqual([]);
    await owner.query(`CREATE TABLE workforce.location_tracking_2020_01 PARTITION OF workforce.location_tracking
      FOR VALUES FROM ('2020-01-01 00:00Z') TO ('2020-02-01 00:00Z')`);
    await owner.query(
      `INSERT INTO core.login_rates (key, arrival_at) VALUES ('\\x00', now() - interval '3 days')`,
    );
    const late = await look('retention');
    expect(found(late)).toEqual([
      'retention-late: core.login_rates',
      'retention-late: workforce.location_tracking',
    ]);
    await owner.query('SELECT workforce.retire_location_partitions(6, 24), core.prune_login_rates()');
    expect(found(await look('retention'))).toEqual([]);
  });

  test('a role that may read some tables is told what it cannot see, and judges nothing by it', async () => {
    await owner.query(
      'GRANT USAGE ON SCHEMA care TO org_app; GRANT SELECT ON care.bloated, care.dense TO org_app',
    );
    await owner.query('ALTER TABLE care.bloated ENABLE ROW LEVEL SECURITY');
    const report = await maintain({ url: database.directUrl(), thresholds, apply: true, reindex: true });
    expect(report.outcomes).toEqual([]);
    expect(report.notLookedAt).toEqual(
      expect.arrayContaining([expect.stringMatching(/^care of org_owner \(\d+ tables\)$/)]),
    );
    expect(found(report, 'bloat')).toEqual([]);
    expect(notes(report)).toMatch(/Not estimated.*care\.bloated/);
    expect(notes(report)).toMatch(/Not counted, as rows may be hidden from this role: core.webhook_events/);
    expect(report.sections.find(({ section }) => section === 'bloat')?.figures).toContainEqual(
      expect.objectContaining({ name: 'care.dense' }),
    );
  });

  test('a table that somebody has locked is named, and the others are looked at', async () => {
    await superuser.query('BEGIN; LOCK TABLE care.fresh IN ACCESS EXCLUSIVE MODE');
    try {
      const report = await look('tables', { lockTimeoutSeconds: 1 });
      expect(report.locked).toEqual(['care.fresh']);
      expect(found(report)).toContain('dead-rows: care.dead');
    } finally {
      await superuser.query('ROLLBACK');
    }
  });
});
