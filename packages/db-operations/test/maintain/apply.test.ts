import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { catalogFingerprint, readCatalog } from '@org/db-migrate';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type MaintenanceReport,
  maintain,
  maintenanceText,
  type Section,
  writeIndexDrops,
} from '../../src/index.ts';
import { BROKEN_INDEX, connected, NEGLECTED, runAll } from './situations.ts';

let database: TestDatabase;
let owner: pg.Client;
let folder: string;

const run = (options: Partial<Parameters<typeof maintain>[0]> = {}) =>
  maintain({
    url: database.directUrl('owner'),
    thresholds: { bloatMegabytes: 1 },
    lockTimeoutSeconds: 1,
    ...options,
  });
const subjects = (report: MaintenanceReport) =>
  report.sections.flatMap(({ findings }) => findings.map(({ kind, subject }) => `${kind}: ${subject}`));
const indexes = async () =>
  (
    await owner.query(
      `SELECT indexname, indexdef, obj_description(format('%I.%I', schemaname, indexname)::regclass) FROM pg_indexes WHERE schemaname = 'care' ORDER BY 1`,
    )
  ).rows;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = await connected(database.directUrl('owner'));
  await runAll(owner, NEGLECTED);
  await owner.query(BROKEN_INDEX).catch(() => undefined);
  // All months of the audit from the next one on.
  await owner.query(`DO $$ DECLARE part regclass; BEGIN
    FOR part IN SELECT i.inhrelid FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'core.audit_logs'::regclass AND c.relname > 'audit_logs_' || to_char(now(), 'YYYY_MM') AND c.relname ~ '\\d$'
    LOOP EXECUTE format('DROP TABLE %s', part); END LOOP; END $$`);
  folder = await mkdtemp(path.join(tmpdir(), 'maintain-'));
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

test('what is safe is done, what is locked is skipped and told, and a second run finds it done', async () => {
  const catalog = catalogFingerprint(await readCatalog(owner));
  const only: Section[] = ['tables', 'bloat', 'partitions'];
  const before = subjects(await run({ only }));
  expect(before).toEqual(
    expect.arrayContaining([
      'partitions-missing: core.audit_logs',
      'partitions-missing: care.events',
      'default-partition-used: care.events_rest',
    ]),
  );
  const holder = await connected(database.directUrl('owner'));
  await holder.query('BEGIN; LOCK TABLE care.fresh IN SHARE UPDATE EXCLUSIVE MODE');
  const first = await run({ apply: true, only });
  await holder.end();
  expect(first.outcomes).toEqual(
    expect.arrayContaining([
      { what: 'VACUUM (ANALYZE) "care"."dead"', result: 'done', note: '' },
      { what: 'ANALYZE "care"."fresh"', result: 'skipped', note: 'somebody else has it locked' },
      {
        what: 'SELECT "core"."ensure_audit_partitions"(12)',
        result: 'done',
        note: expect.stringMatching(/^12 partitions made$/),
      },
    ]),
  );
  expect(first.outcomes.some(({ what }) => what.startsWith('REINDEX'))).toBe(false);
  expect(maintenanceText(first)).toContain('skipped: ANALYZE "care"."fresh" (somebody else has it locked)');

  const second = await run({ apply: true, only });
  expect(second.outcomes).toEqual([{ what: 'ANALYZE "care"."fresh"', result: 'done', note: '' }]);
  const third = await run({ apply: true, only });
  expect(third.outcomes).toEqual([]);
  const done = before.filter((finding) => !subjects(third).includes(finding)).sort();
  expect(done).toEqual([
    'dead-rows: care.dead',
    'dead-rows: care.documents',
    'never-analyzed: care.fresh',
    'partitions-missing: core.audit_logs',
    'stale-statistics: care.filled',
  ]);
  expect(catalogFingerprint(await readCatalog(owner))).toBe(catalog);
});

test('dead rows that an open transaction may look at are told to stay, until it has ended', async () => {
  const holder = await connected(database.superuserUrl);
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await holder.query('SELECT count(*) FROM care.dead');
  await runAll(owner, [`UPDATE care.dead SET body = 'once'`]);
  const held = await run({ apply: true, only: ['tables'] });
  await holder.end();
  expect(held.outcomes).toEqual([
    {
      what: 'VACUUM (ANALYZE) "care"."dead"',
      result: 'done',
      note: expect.stringMatching(/^5,000 dead rows stay/),
    },
  ]);
  expect(held.ok).toBe(false);
  expect(await run({ apply: true, only: ['tables'] })).toMatchObject({ ok: true, outcomes: [{ note: '' }] });
});

test('--reindex builds what is bloated anew; one that cannot be valid is told and leaves nothing behind', async () => {
  const defined = await indexes();
  const report = await run({ apply: true, reindex: true });
  expect(report.outcomes).toEqual([
    { what: expect.stringContaining('"bloated_'), result: 'done', note: '' },
    { what: expect.stringContaining('"bloated_'), result: 'done', note: '' },
    {
      what: 'REINDEX INDEX CONCURRENTLY "care"."broken"',
      result: 'failed',
      note: expect.stringContaining('could not create unique index'),
    },
  ]);
  expect(subjects(report).join()).not.toContain('index-bloat');
  expect(await indexes()).toEqual(defined);
  await owner.query('DROP INDEX care.broken');
});

test('redundant indexes are dropped by a migration unless a comment allows them, and its way back builds them again', async () => {
  await owner.query(
    `COMMENT ON INDEX care.lower_c_again IS 'orgdb:allow duplicate-index: Its name is used.'`,
  );
  await owner.query(`COMMENT ON INDEX care.short IS 'It''s short.'`);
  await mkdir(path.join(folder, 'prisma/migrations'), { recursive: true });
  const { sections } = await run({ only: ['indexes'] });
  const findings = sections
    .flatMap((section) => section.findings)
    .filter(({ subject }) => subject.startsWith('care.'));
  const written = await writeIndexDrops({ project: folder, name: 'fewer_indexes', findings });
  const [name = ''] = written?.migrations ?? [];
  expect(name).toMatch(/^\d{14}_fewer_indexes$/);
  const apply = async (file: string) => {
    const script = await readFile(path.join(folder, 'prisma/migrations', name, file), 'utf8');
    for (const statement of script.split(/;\n/).filter((part) => part.trim() !== ''))
      await owner.query(statement);
  };
  const before = await indexes();
  await apply('migration.sql');
  const gone = before.filter(({ indexname }) => ['long_again', 'short'].includes(indexname));
  expect(await indexes()).toEqual(before.filter((index) => !gone.includes(index)));
  const { sections: after } = await run({ only: ['indexes'] });
  expect(
    await writeIndexDrops({
      project: folder,
      name: 'more',
      findings: after[0]?.findings.filter(({ subject }) => subject.startsWith('care.')) ?? [],
    }),
  ).toBeUndefined();
  await apply('rollback.sql');
  expect(await indexes()).toEqual(before);
});
