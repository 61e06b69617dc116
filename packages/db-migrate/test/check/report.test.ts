import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkMigrations } from '../../src/check/check.ts';
import { checkGithub } from '../../src/check/output/github.ts';
import { checkText } from '../../src/check/output/text.ts';
import { checkScripts, placesIn } from './scripts.ts';

const FIRST = 'CREATE TABLE a (id int PRIMARY KEY, b int, c int);';
const INDEX = 'CREATE INDEX a_b ON a (b);';
const placesOf = async (sql: string) => placesIn(await checkScripts([FIRST, sql]));

describe('places', () => {
  test('are lines and columns of the script, also behind characters of several bytes', async () => {
    expect(
      await placesOf(
        `-- Größe → €\n/* … */  ${INDEX} ALTER TABLE a ADD COLUMN "ä" int,\n  ADD COLUMN d int NOT NULL;`,
      ),
    ).toEqual(['index-blocks-writes 02/migration.sql:2:10', 'column-required 02/migration.sql:3:14']);
    expect(await placesOf('ALTER TABLE a DROP COLUMN IF EXISTS c,\n  ALTER COLUMN b SET NOT NULL;')).toEqual([
      'data-dropped 02/migration.sql:1:15',
      'not-null-scans 02/migration.sql:2:3',
    ]);
  });

  test('of what cannot be read as well', async () => {
    const { findings } = await checkScripts([FIRST, '-- ä\nCREATE TABEL x ();']);
    expect(findings).toMatchObject([
      { rule: 'syntax', line: 2, column: 8, message: expect.stringContaining('TABEL') },
    ]);
  });
});

describe('suppressions', () => {
  test.each([
    ['above the statement', `-- orgdb:allow index-blocks-writes Ten rows.\n${INDEX}`],
    ['above other comments', `-- orgdb:allow index-blocks-writes Ten rows.\n-- CreateIndex\n${INDEX}`],
    ['behind it', `${INDEX} -- orgdb:allow index-blocks-writes Ten rows.`],
    ['within it', INDEX.replace(' ON', '\n  -- orgdb:allow index-blocks-writes Ten rows.\n  ON')],
    [
      'for the file',
      `-- orgdb:allow index-blocks-writes Ten rows.\n\nSELECT 1;\n${INDEX}\nCREATE INDEX a_c ON a (c);`,
    ],
  ])('%s', async (_, sql) => {
    const { findings, allowed } = await checkScripts([FIRST, sql]);
    expect(findings).toEqual([]);
    expect(allowed[0]).toMatchObject({ rule: 'index-blocks-writes', reason: 'Ten rows.' });
  });

  test('reach no other statement and no other rule, and are told of when they do nothing', async () => {
    expect(
      await placesOf(`-- orgdb:allow index-blocks-writes Ten rows.\n${INDEX}\nCREATE INDEX a_c ON a (c);`),
    ).toEqual(['index-blocks-writes 02/migration.sql:3:1']);
    expect(await placesOf(`-- orgdb:allow key-blocks Ten rows.\n${INDEX}`)).toEqual([
      'allow-unused 02/migration.sql:1:1',
      'index-blocks-writes 02/migration.sql:2:1',
    ]);
    expect(await placesOf(`-- orgdb:allow index-blocks-writes\n${INDEX}`)).toEqual([
      'allow-unexplained 02/migration.sql:1:1',
    ]);
    expect(await placesOf('-- orgdb:allow\nSELECT 1;')).toEqual(['allow-unexplained 02/migration.sql:1:1']);
  });

  test('of one of several problems that are told as one finding leave the others', async () => {
    const key = (column: string) => `ALTER TABLE b ADD FOREIGN KEY (${column}) REFERENCES a (id);`;
    const create = 'CREATE TABLE b (id int PRIMARY KEY, x int, y int, z int);';
    const { findings, allowed } = await checkScripts([
      FIRST,
      `${create}\n${key('x')}\n-- orgdb:allow foreign-key-unindexed Never deleted.\n${key('y')}\n${key('z')}`,
    ]);
    expect(findings).toMatchObject([
      {
        rule: 'foreign-key-unindexed',
        line: 2,
        message: '2 foreign keys have no index that begins with their columns.',
        places: [
          { line: 2, column: 19, what: 'b(x)' },
          { line: 5, column: 19, what: 'b(z)' },
        ],
      },
    ]);
    expect(allowed).toMatchObject([{ line: 4, reason: 'Never deleted.' }]);

    const one = `${create}\n${key('x')}\n-- orgdb:allow foreign-key-unindexed Never deleted.\n${key('y')}`;
    const [only] = (await checkScripts([FIRST, one])).findings;
    expect(only).toMatchObject({ message: 'No index of b begins with (x), which refers to a.' });
    expect(only).not.toHaveProperty('places');
    const idle = `${create}\n-- orgdb:allow foreign-key-unindexed Never deleted.\nCREATE INDEX ON b (x);\n${key('x')}`;
    expect(placesIn(await checkScripts([FIRST, idle]))).toEqual(['allow-unused 02/migration.sql:2:1']);
  });

  test('of one place leave the others of any rule, which are one finding of the file', async () => {
    const index = (column: string) => `CREATE INDEX a_${column} ON a (${column});`;
    const sql = `${index('id')}\n${INDEX} -- orgdb:allow index-blocks-writes Ten rows.\n${index('c')}`;
    const report = await checkScripts([FIRST, sql]);
    expect(report.findings).toMatchObject([
      {
        rule: 'index-blocks-writes',
        line: 1,
        message: 'An index is built on a table in use without CONCURRENTLY, in 2 places.',
        places: [
          { line: 1, column: 1, what: 'The index a_id is built while nobody may write to a.' },
          { line: 3, column: 1, what: 'The index a_c is built while nobody may write to a.' },
        ],
      },
    ]);
    expect(report.allowed).toMatchObject([{ line: 2, reason: 'Ten rows.' }]);
    expect(checkText(report, '')).toContain('1 finding at 2 places in 2 migrations, 1 allowed');
    const idle = '-- orgdb:allow renamed Nobody.\nSELECT 1;\n';
    expect((await checkScripts([FIRST, idle + idle])).findings).toMatchObject([
      { rule: 'allow-unused', places: [{ line: 1 }, { line: 3 }] },
    ]);
  });

  test('of a rule that is left out are not held against anybody', async () => {
    const sql = `-- orgdb:allow index-blocks-writes Ten rows.\n${INDEX}`;
    expect(placesIn(await checkScripts([FIRST, sql], { without: ['index-blocks-writes'] }))).toEqual([]);
  });
});

test('several places of one finding are listed for people', async () => {
  const keys = ['x', 'y'].map((column) => `FOREIGN KEY (${column}) REFERENCES a (id)`);
  const report = await checkScripts([
    FIRST,
    `CREATE TABLE b (\n  id int PRIMARY KEY, x int, y int,\n  ${keys.join(',\n  ')}\n);`,
  ]);
  const list = ['02/migration.sql:1 b(x)', '02/migration.sql:1 b(y)'];
  expect(checkText(report, '')).toContain(`their columns.\n    ${list.join('\n    ')}\n  Why:`);
  expect(checkGithub(report, '')).toContain(`their columns.%0A${list.join('%0A')}%0A`);
});

describe('reports of files', () => {
  let project: string;
  beforeAll(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'check report, '));
    const scripts = {
      '1_first': FIRST,
      '2_next': `${INDEX}\nTRUNCATE a CASCADE; -- orgdb:allow data-dropped 100% sure\n`,
    };
    for (const [name, sql] of Object.entries(scripts)) {
      const folder = path.join(project, 'prisma/migrations', name);
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'migration.sql'), sql);
      await writeFile(path.join(folder, 'rollback.sql'), 'SELECT 1;');
    }
  });
  afterAll(() => rm(project, { recursive: true }));

  test('hold what our rules find and what squawk finds, with harm and safe form, for people', async () => {
    const report = await checkMigrations({ project });
    expect(report).toMatchObject({ checked: 2, migrations: 2, allowed: [{ reason: '100% sure' }] });
    const text = checkText(report, project);
    expect(text).toContain('prisma/migrations/2_next/migration.sql:1:1  error  index-blocks-writes');
    expect(text).toContain(
      'Why: The whole table is read and sorted meanwhile. It takes a SHARE lock: writes wait until',
    );
    expect(text).toContain('Safe: CREATE INDEX CONCURRENTLY');
    expect(text).toContain('prisma/migrations/2_next/migration.sql:2:12  error  squawk/ban-truncate-cascade');
    expect(text).toMatch(/2 findings in 2 migrations, 1 allowed with a reason: 2 errors\./);
  });

  test('name the file for GitHub, escaped as it asks for', async () => {
    const [first] = checkGithub(await checkMigrations({ project }), path.dirname(project)).split('\n');
    const file = `${path.basename(project).replace(',', '%2C')}/prisma/migrations/2_next/migration.sql`;
    expect(first).toMatch(`::error file=${file},line=1,col=1,title=index-blocks-writes::The index a_b`);
    expect(first).toContain('%0ASafe: ');
  });
});
