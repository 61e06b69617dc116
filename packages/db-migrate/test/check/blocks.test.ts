import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/check/rules/rules.ts';
import { checkScripts, placesIn } from './scripts.ts';

const FIRST =
  'CREATE TABLE a (id int PRIMARY KEY, b int, c int);\nCREATE TABLE "B" (id int PRIMARY KEY, d text);';
const check = (sql: string) => checkScripts([FIRST, sql]);
const rulesIn = async (sql: string) => (await check(sql)).findings.map(({ rule }) => rule);
const block = (body: string, declare = '') => `DO $$\n${declare}BEGIN\n${body}\nEND\n$$;`;

/** Of these a block is refused, or is what the rule is about. */
const OTHERWISE = new Set(['concurrent-not-alone', 'dynamic-sql']);
const EXAMPLES = RULES.flatMap(({ name, example }) =>
  example === undefined || OTHERWISE.has(name) ? [] : [[name, example] as const],
);

describe('what a block does is found as what stands outside of one', () => {
  test.each(EXAMPLES)('%s', async (name, { given, bad }) => {
    const published = { version: '1.0.0', migrations: {}, reads: { 'public.orders': ['id', 'note'] } };
    const found = async (sql: string) => {
      const { findings } = await checkScripts([given, sql], { published });
      return findings.filter(({ migration }) => migration === '02').map(({ rule }) => rule);
    };
    expect(await found(block(bad))).toContain(name);
    expect(await found(block(`EXECUTE $sql$${bad}$sql$;`))).toContain(name);
  });

  test('also in branches, loops, handlers and what FOR runs over', async () => {
    const { findings } = await check(
      block(
        `IF NOT EXISTS (SELECT FROM a) THEN NULL;
ELSIF true THEN DROP TABLE a;
ELSE ALTER TABLE a DROP COLUMN c; END IF;
BEGIN PERFORM 1; EXCEPTION WHEN others THEN TRUNCATE a; END;
FOR i IN 1..3 LOOP DELETE FROM a; END LOOP;
FOR b IN WITH gone AS (DELETE FROM "B" RETURNING *) SELECT * FROM gone LOOP NULL; END LOOP;`,
        'DECLARE b record;\n',
      ),
    );
    expect(findings).toMatchObject([
      { rule: 'data-dropped', places: [{ line: 5 }, { line: 6 }, { line: 7 }, { line: 8 }, { line: 9 }] },
    ]);
  });
});

describe('a suppression', () => {
  const ALLOW = '-- orgdb:allow data-dropped Empty.';
  /** Lines of what is found, by rule, and of what is let pass. */
  const passed = async (body: string, declare = '') => {
    const { findings, allowed } = await check(block(body, declare));
    const places = findings.map(({ rule, line, places }) => [
      rule,
      ...(places ?? [{ line }]).map((one) => one.line),
    ]);
    return [...places, ['allowed', ...allowed.map(({ line }) => line)]];
  };

  test('above a block holds for all of it', async () => {
    const allowed = await check(`${ALLOW}\n${block('TRUNCATE a;\nTRUNCATE "B";')}`);
    expect(allowed).toMatchObject({ findings: [], allowed: [{ line: 4 }, { line: 5 }] });
    const within = block('TRUNCATE a;\nTRUNCATE "B";').replace('BEGIN', `${ALLOW}\nBEGIN`);
    expect(await check(within)).toMatchObject({ findings: [], allowed: [{ line: 4 }, { line: 5 }] });
  });

  test.each([
    [
      'above a statement',
      `${ALLOW}\nTRUNCATE a;\nTRUNCATE "B";`,
      [
        ['data-dropped', 5],
        ['allowed', 4],
      ],
    ],
    [
      'behind it',
      `TRUNCATE a; ${ALLOW}\nTRUNCATE "B";`,
      [
        ['data-dropped', 4],
        ['allowed', 3],
      ],
    ],
    [
      'within it',
      `TRUNCATE "B";\nDELETE FROM\n${ALLOW}\n  a;\nTRUNCATE a;`,
      [
        ['data-dropped', 3, 7],
        ['allowed', 4],
      ],
    ],
    [
      'above EXECUTE',
      `${ALLOW}\nEXECUTE 'TRUNCATE a;' || ';';\nEXECUTE 'TRUNCATE a';`,
      [
        ['data-dropped', 5],
        ['allowed', 4],
      ],
    ],
    [
      'above a loop and a case, for what is in them',
      `${ALLOW}\nFOR i IN 1..CASE WHEN true THEN 2 END LOOP\n  TRUNCATE a;\n  TRUNCATE "B";\nEND LOOP;\n${ALLOW}\nCASE 1 WHEN 1 THEN TRUNCATE a;\nELSE TRUNCATE "B"; END CASE;\nTRUNCATE a;`,
      [
        ['data-dropped', 11],
        ['allowed', 5, 6, 9, 10],
      ],
    ],
    [
      'in a branch, a handler, a block',
      `IF true THEN\n  ${ALLOW}\n  TRUNCATE a;\nELSIF false THEN TRUNCATE a;\nELSE\n  TRUNCATE "B"; ${ALLOW}\nEND IF;\n<<l>> DECLARE n int; BEGIN PERFORM 1;\nEXCEPTION WHEN others THEN\n  ${ALLOW}\n  TRUNCATE a;\n  TRUNCATE a;\nEND l;`,
      [
        ['data-dropped', 6, 14],
        ['allowed', 5, 8, 13],
      ],
    ],
    ['of nothing', `TRUNCATE a;\n${ALLOW}`, [['data-dropped', 3], ['allow-unused', 4], ['allowed']]],
    [
      'of another one',
      `${ALLOW}\nPERFORM 1;\nTRUNCATE a;`,
      [['allow-unused', 3], ['data-dropped', 5], ['allowed']],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await passed(body)).toEqual(expected);
  });

  test('in a body that is not in the script as it is read holds for the block', async () => {
    const { findings, allowed } = await check(
      `DO '${ALLOW}\nBEGIN EXECUTE ''TRUNCATE a''; TRUNCATE "B"; END';`,
    );
    expect(findings).toEqual([]);
    expect(allowed).toHaveLength(2);
  });
});

describe('a value that is added to an enum and used', () => {
  const TYPE = "CREATE TYPE s AS ENUM ('x');\nCREATE TABLE o (id int PRIMARY KEY, s s);";
  const ADD = "ALTER TYPE s ADD VALUE IF NOT EXISTS 'it''s';";
  const USE = "UPDATE o SET s = 'it''s' WHERE id = 1;";
  const found = async (...scripts: string[]) => placesIn(await checkScripts([TYPE, ...scripts]));

  test.each([
    ['in the block', block(`${ADD}\n${USE}`), 4],
    ['in the block by EXECUTE', block(`EXECUTE $q$${ADD}$q$;\nEXECUTE $q$${USE}$q$;`), 4],
    [
      'in another branch of it',
      block(`IF true THEN ${ADD} END IF;\nIF true THEN PERFORM 1;\nELSE ${USE} END IF;`),
      5,
    ],
    ['in a condition', block(`${ADD}\nIF EXISTS (SELECT FROM o WHERE s = 'it''s') THEN NULL; END IF;`), 4],
    ['behind the block', `${block(ADD)}\n${USE}`, 6],
    ['in a block behind it', `${ADD}\n${block(`PERFORM 1;\n${USE}`)}`, 5],
  ])('%s', async (_, sql, line) => {
    expect(await found(sql)).toEqual([expect.stringMatching(`^enum-value-used 02/migration.sql:${line}:`)]);
  });

  test('is not one that is only looked for before, or that the next migration uses', async () => {
    const guard = "IF NOT EXISTS (SELECT FROM pg_enum WHERE enumlabel = 'it''s') THEN";
    expect(await found(block(`${guard}\n${ADD}\nEND IF;`), USE)).toEqual([]);
    const keeps = `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ${USE} END $$;`;
    expect(await found(`${ADD}\n${keeps}`)).toEqual([]);
  });
});

test('places are those in the script, behind characters of several bytes and on lines with several statements', async () => {
  const body =
    '  -- ä → €\n  SELECT 1 INTO n; ALTER TABLE a ADD COLUMN "ä" int,\n    ADD COLUMN d int NOT NULL; CREATE INDEX ON a (b);';
  expect(placesIn(await check(`-- Größe\n${block(body, 'DECLARE n int;\n')}`))).toEqual(
    ['index-blocks-writes 02/migration.sql:7:32', 'column-required 02/migration.sql:7:16'].toReversed(),
  );
  // A body that is not in the script as it is read.
  expect(placesIn(await check("SELECT 1;\nDO 'BEGIN EXECUTE ''DROP TABLE a''; END';"))).toEqual([
    'data-dropped 02/migration.sql:2:1',
  ]);
});

describe('EXECUTE of constants is read', () => {
  test.each([
    ['joined', "EXECUTE 'DROP ' || 'TABLE ' || quote_ident(name);", "DECLARE name constant text := 'a';\n"],
    ['assigned', "q := 'DROP TABLE a'; EXECUTE q;", 'DECLARE q text;\n'],
    ['by format', "EXECUTE format('%2$s TABLE %1$I -- %%', 'a', 'DROP');", ''],
    [
      'in a loop over rows',
      "FOR r IN SELECT * FROM (VALUES ('a', 1)) AS t (name, n) LOOP EXECUTE format('DROP TABLE %I', r.name); END LOOP;",
      'DECLARE r record;\n',
    ],
    [
      'in a loop over an array',
      "FOREACH t IN ARRAY names LOOP EXECUTE format('DROP TABLE %I', t); END LOOP;",
      "DECLARE names text[] := ARRAY['a']; t text;\n",
    ],
    [
      'in a loop over an array that is unnested',
      "FOR t IN SELECT * FROM unnest(ARRAY['a']::text[]) AS x LOOP EXECUTE 'DROP TABLE ' || t; END LOOP;",
      'DECLARE t text;\n',
    ],
  ])('%s', async (_, body, declare) => {
    expect((await check(block(body, declare))).findings).toMatchObject([
      { rule: 'data-dropped', message: 'a is deleted with all that is in it.' },
    ]);
  });
});

describe('what cannot be read is told of', () => {
  test.each([
    [
      'a statement from a table',
      'SELECT sql INTO q FROM jobs; EXECUTE q;',
      'EXECUTE runs a text that is put together when it runs',
    ],
    ['a variable with two values', "q := 'x'; q := 'SELECT 1'; EXECUTE q;", 'EXECUTE runs a text that'],
    [
      'a table that the server names',
      "FOR q IN SELECT relname FROM pg_class LOOP EXECUTE format('ALTER TABLE %I DROP COLUMN old', q); END LOOP;",
      'EXECUTE runs "ALTER TABLE "…" DROP COLUMN old"',
    ],
    ['what is no SQL', "EXECUTE 'no sql';", 'EXECUTE runs "no sql"'],
    ['a block in a block', "EXECUTE 'DO ''BEGIN NULL; END''';", 'EXECUTE runs a DO block'],
    [
      'what PL/pgSQL refuses',
      'nothing := 1;',
      'The DO block cannot be read ("nothing" is not a known variable)',
    ],
  ])('%s', async (_, body, message) => {
    const { findings } = await check(block(body, 'DECLARE q text;\n'));
    expect(findings).toMatchObject([{ rule: 'dynamic-sql', message: expect.stringContaining(message) }]);
  });

  test('also another language', async () => {
    expect((await check('DO LANGUAGE plpython3u $$ x $$;')).findings).toMatchObject([
      { rule: 'dynamic-sql', message: expect.stringContaining('is written in plpython3u') },
    ]);
  });

  test('but not what does no harm to whatever it is done to, nor a known table for the rest of the text', async () => {
    const loop = (sql: string) =>
      block(
        `FOR r IN SELECT relname AS n FROM pg_class LOOP EXECUTE format(${sql}, r.n); END LOOP;`,
        'DECLARE r record;\n',
      );
    expect(await rulesIn(loop("'GRANT SELECT ON %I TO org_app'"))).toEqual([]);
    expect(await rulesIn(loop("'ALTER TABLE %I FORCE ROW LEVEL SECURITY'"))).toEqual([]);
    expect(await rulesIn(loop("'CREATE TRIGGER t AFTER INSERT ON %I EXECUTE FUNCTION f(%L)', r.n"))).toEqual(
      [],
    );
    expect(await rulesIn(loop("'ALTER TABLE a DROP COLUMN %I'"))).toEqual(['data-dropped']);
  });
});

describe('rows that are changed by a variable', () => {
  const by = 'UPDATE a SET c = 0 WHERE id = r.id;';
  test.each([
    ['one row', `SELECT * INTO r FROM a LIMIT 1; ${by}`, []],
    ['all rows, one after the other', `FOR r IN SELECT id FROM a LOOP ${by} END LOOP;`, ['write-unbatched']],
    ['all rows, in transactions of their own', `FOR r IN SELECT id FROM a LOOP ${by} COMMIT; END LOOP;`, []],
    ['one row by EXECUTE', "EXECUTE 'UPDATE a SET c = 0 WHERE id = $1' USING 1;", []],
  ])('%s', async (_, body, rules) => {
    expect(await rulesIn(block(body, 'DECLARE r record;\n'))).toEqual(rules);
  });
});

test('a branch that may not run proves nothing, and what it makes is known', async () => {
  const guarded = block('IF true THEN ALTER TABLE a ADD COLUMN d int NOT NULL; END IF;');
  expect(await rulesIn(`${guarded}\nCREATE INDEX ON a (b);`)).toEqual([
    'column-required',
    'index-blocks-writes',
  ]);
  const create = block('CREATE TABLE n (id int PRIMARY KEY, b int);');
  expect(await rulesIn(`${create}\nCREATE INDEX ON n (b);`)).toEqual([]);
  expect(await rulesIn(block('CREATE INDEX CONCURRENTLY i ON a (b);'))).toEqual(['concurrent-not-alone']);
});

test('a function is not run by its definition', async () => {
  const body = 'BEGIN DROP TABLE a; EXECUTE name; END';
  expect(
    await rulesIn(`CREATE FUNCTION f(name text) RETURNS void LANGUAGE plpgsql AS $$ ${body} $$;`),
  ).toEqual([]);
});
