import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '../../src/database/connect.ts';
import { DumpSource } from '../../src/rehearse/dump/dump-source.ts';
import { type LoadOptions, loadSql } from '../../src/rehearse/dump/load-sql.ts';
import { openStage, type Stage } from './project.ts';

let stage: Stage;
let project: string;

beforeAll(async () => {
  stage = await openStage();
  project = await stage.project([
    'ALTER TABLE shop.orders ADD COLUMN state text;',
    'ALTER TABLE shop.orders DROP COLUMN state;',
  ]);
});
afterAll(async () => {
  expect(await stage.scratchDatabases()).toEqual([]);
  await stage.end();
});

const TABLES = `--
-- PostgreSQL database dump
--

\\restrict abcDEF

SET statement_timeout = 0;
SET parameter_of_a_later_version = 0;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE SCHEMA shop;
ALTER SCHEMA shop OWNER TO org_owner;
CREATE FUNCTION shop.f() RETURNS trigger LANGUAGE plpgsql AS $_$
BEGIN
  PERFORM ';';
  RETURN NEW;
END
$_$;
CREATE FUNCTION shop.g() RETURNS int LANGUAGE sql
BEGIN ATOMIC
 SELECT CASE WHEN true THEN 1 ELSE 2 END;
 SELECT 1;
END;
CREATE TABLE shop.orders (
    id integer NOT NULL,
    "semi;colon" text DEFAULT 'it''s; --'::text
);
ALTER TABLE shop.orders OWNER TO org_owner;
COPY shop.orders (id, "semi;colon") FROM stdin;
1	a\\tb; \u2028'c
2	\\N
\\.

INSERT INTO shop.orders VALUES (3, E'\\'; two
lines');
`;
const HISTORY = `CREATE TABLE public._prisma_migrations (
    id character varying(36) NOT NULL,
    checksum character varying(64) NOT NULL,
    finished_at timestamp with time zone,
    migration_name character varying(255) NOT NULL,
    logs text,
    rolled_back_at timestamp with time zone,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_steps_count integer DEFAULT 0 NOT NULL
);
COPY public._prisma_migrations (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count) FROM stdin;
5b1a4bd2-0000-4000-8000-000000000001	0f	2026-01-01	1	\\N	\\N	2026-01-01	1
\\.
`;

async function rehearse(sql: string, options: LoadOptions & { from?: string } = {}) {
  const chunks = async function* () {
    yield Buffer.from(sql);
  };
  const dump = {
    name: 'dump.sql',
    load: (url: string) => withConnection(url, (client) => loadSql(client, 'dump.sql', chunks(), options)),
  };
  return stage.rehearse(project, { applied: [], dump, ...options });
}

test('rows come from a dump, and its history tells what is new to it', async () => {
  const rehearsal = await rehearse(TABLES + HISTORY);
  expect(rehearsal).toMatchObject({ migrations: ['2'], history: 1, rows: 3, problems: [] });
  const others = `${TABLES}GRANT SELECT ON shop.orders TO "Some one";`;
  expect((await rehearse(others, { from: '2', makesRoles: true })).rows).toBe(3);
});

test('rows are the same wherever the pieces of a dump end', async () => {
  const rows = 'a\\\\.\n\u2028\\.b\n\n';
  const dump = Buffer.from(`-- ä\nCOPY t FROM stdin;\n${rows}\\.\nEND`);
  for (let size = 1; size <= dump.length; size += 1) {
    const pieces = async function* () {
      for (let at = 0; at < dump.length; at += size) yield dump.subarray(at, at + size);
    };
    const source = new DumpSource('x', pieces());
    expect([await source.line(), await source.line()]).toEqual(['-- ä', 'COPY t FROM stdin;']);
    const read: Buffer[] = [];
    for await (const piece of source.rows()) read.push(piece);
    expect(Buffer.concat(read).toString()).toBe(rows);
    expect([await source.line(), source.number, await source.line()]).toEqual(['END', 7, undefined]);
  }
});

test.each([
  ['without a history', TABLES, /Name the first migration that it lacks with --from/],
  ['cut within rows', TABLES.slice(0, TABLES.indexOf('2\t')), /dump\.sql ends within the rows of a table/],
  ['cut within a statement', TABLES.slice(0, TABLES.indexOf('"semi;')), /dump\.sql ends within a statement/],
  ['with psql’s commands', '\\connect org\n', /dump\.sql:1 is a command of psql \(\\connect\)/],
  [
    'that does not fit',
    `SELECT 1;\nSELECT * FROM nowhere;\n`,
    /dump\.sql:2 cannot be loaded: relation "nowhere"/,
  ],
  [
    'with rows that do not fit',
    'CREATE TABLE t (a int);\nCOPY t FROM stdin;\nx\n\\.\n',
    /dump\.sql:2 .*invalid input/,
  ],
  [
    'of roles that are not there',
    'CREATE SCHEMA a;\nALTER SCHEMA a OWNER TO nobody;\n',
    /dump\.sql:2 .*role "nobody" does not exist\. Make it on that server \(CREATE ROLE "nobody";\)/,
  ],
])('a dump %s is refused in words', async (_name, dump, message) => {
  await expect(rehearse(dump)).rejects.toMatchObject({
    code: 'DUMP_INVALID',
    message: expect.stringMatching(message),
  });
});
