import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMigrations, deployMigrations, verifyDatabase, writeFix } from '../../src/index.ts';
import { KINDS, SCHEMA } from '../catalog/schema.ts';
import { addMigration, copyProject, newServer, run } from './server.ts';

let server: Awaited<ReturnType<typeof newServer>>;
let project: string;
let template: string;

beforeAll(async () => {
  server = await newServer();
  const setUp = (await server.database())();
  await run(setUp, 'CREATE ROLE reader; CREATE ROLE "Other owner"');
  // The history is Prisma's own here.
  const schema = SCHEMA.replace(/CREATE TABLE public\._prisma_migrations[^;]+;/, '');
  project = await server.project({ '20260101000000_shop': schema });
  template = setUp;
  await deployMigrations({ url: template, project });
});
afterAll(() => server?.end());

/** What takes judgement, or a rewrite of a table. */
const LEFT = new Set(['a column added', 'another type', 'a looser domain', 'a composite type']);
/** Of the same objects as others here: each is tried by itself in the test of catalogs. */
const APART = new Set(['another index', 'a foreign key that deletes']);

test('what was broken by hand is found, mended by the written migrations, and nothing is done where it was not', async () => {
  const url = (await server.clone(template))();
  const folder = await copyProject(project);
  await addMigration(folder, '20260102000000_pending', 'CREATE SCHEMA later');
  const broken = KINDS.filter(({ what }) => !LEFT.has(what) && !APART.has(what));
  for (const { sql } of broken) await run(url, sql);
  await run(
    url,
    `DROP TRIGGER touch ON shop.orders; DROP VIEW shop.open; DROP POLICY "by tenant" ON shop.orders; ALTER TABLE shop.orders DROP during;
     CREATE POLICY open_house ON shop.orders USING (true); DROP FUNCTION shop.seen() CASCADE; CREATE TABLE shop.handmade (id int);
     CREATE INDEX surplus_index ON shop.orders (tenant); CREATE VIEW shop.surplus AS SELECT 1 AS one; DROP TABLE shop.customers CASCADE;
     CREATE FUNCTION shop.surplus() RETURNS int LANGUAGE sql AS 'SELECT 1';`,
  );
  const options = { url, project: folder, cache: server.cache };
  const before = await verifyDatabase(options);
  const names = before.drift.map(({ what }) => what);
  expect(names.length).toBeGreaterThan(25);
  expect(names).toEqual(
    expect.arrayContaining([
      'table shop.customers is missing',
      'column shop.orders.during is missing',
      'index shop.orders_state is INVALID',
      'policy open_house on shop.orders is from no migration',
      'row level security of shop.orders is not forced',
      'enum shop.state is changed',
      'sequence shop.orders_number_seq is changed',
      'partitions of shop.log is changed',
      'grant to reader on column shop.orders.note is missing',
    ]),
  );

  const fix = await writeFix({ ...options, name: 'mend' });
  expect(fix.migrations.map((name) => name.replace(/^\d+/, ''))).toEqual([
    '_mend',
    '_mend_indexes',
    '_mend_validate',
  ]);
  expect(fix.left.map(({ what, command }) => [what, command])).toEqual([
    [
      'column shop.log_y2026.text has another default than that of the whole table',
      'ALTER TABLE shop.log_y2026 ALTER COLUMN text DROP DEFAULT;',
    ],
    ['event trigger seen is missing', undefined],
    ['table shop.handmade is from no migration', 'DROP TABLE shop.handmade;'],
  ]);
  const { findings } = await checkMigrations({ project: folder });
  const written = findings.filter(({ file }) => fix.migrations.some((name) => file.includes(name)));
  expect(written.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  expect(await readFile(path.join(fix.directory, fix.migrations[0] ?? '', 'rollback.sql'), 'utf8')).toMatch(
    /Nothing to take back/,
  );

  await deployMigrations({ url, project: folder });
  await run(url, fix.left[0]?.command ?? '');
  const after = await verifyDatabase(options);
  expect(after.drift.map(({ what }) => what)).toEqual([
    'event trigger seen is missing',
    'table shop.handmade is from no migration',
  ]);

  const healthy = (await server.clone(template))();
  await deployMigrations({ url: healthy, project: folder });
  expect((await verifyDatabase({ ...options, url: healthy })).drift).toEqual([]);
});

test('what takes judgement is left, with a reason', async () => {
  const url = (await server.clone(template))();
  const folder = await copyProject(project);
  for (const { sql } of KINDS.filter(({ what }) => LEFT.has(what))) await run(url, sql);
  const fix = await writeFix({ url, project: folder, cache: server.cache, name: 'mend' });
  expect(fix.migrations).toEqual([]);
  expect(fix.left).toMatchObject([
    { what: 'column shop.customers.name is changed', why: expect.stringContaining('change-type') },
    {
      what: 'column shop.orders.extra is from no migration',
      command: 'ALTER TABLE shop.orders DROP COLUMN extra;',
    },
    { what: 'composite type shop.pair is changed' },
    { what: 'domain shop.email is changed' },
  ]);
});
