import { describe, expect, test } from 'vitest';
import { RULES } from '../../src/check/rules/rules.ts';
import { checkScripts, placesIn } from './scripts.ts';

const FIRST =
  'CREATE TABLE a (id int PRIMARY KEY, b int, c int);\nCREATE TABLE "B" (id int PRIMARY KEY, d text);';
const check = (...sql: string[]) => checkScripts([FIRST, ...sql]);
const rulesIn = async (...sql: string[]) => (await check(...sql)).findings.map(({ rule }) => rule);
const block = (body: string) => `DO $$\nBEGIN\n${body}\nEND\n$$;`;
const fn = (body: string, head = 'FUNCTION f() RETURNS void') =>
  `CREATE ${head} LANGUAGE plpgsql AS $f$\nBEGIN\n${body}\nEND\n$f$;`;
const sqlFn = (body: string, head = 'FUNCTION f() RETURNS void') =>
  `CREATE ${head} LANGUAGE sql AS $f$ ${body} $f$;`;

/** Of these a function is refused, is one statement only, or is what the rule is about. */
const OTHERWISE = new Set(['concurrent-not-alone', 'dynamic-sql']);
const EXAMPLES = RULES.flatMap(({ name, example }) =>
  example === undefined || OTHERWISE.has(name) ? [] : [[name, example] as const],
);

describe('what a function does is found where it is called, and not where it is defined', () => {
  test.each(EXAMPLES)('%s', async (name, { given, bad }) => {
    const published = { version: '1.0.0', migrations: {}, reads: { 'public.orders': ['id', 'note'] } };
    const found = async (define: string, call: string) => {
      const { findings } = await checkScripts([given, define, call], { published });
      return findings
        .filter(({ migration }) => migration >= '02')
        .map(({ migration, rule }) => migration + rule);
    };
    expect(await found(fn(bad), 'SELECT f();')).toContain(`03${name}`);
    expect(await found(fn(bad, 'PROCEDURE f()'), 'CALL f();')).toContain(`03${name}`);
    expect(await found(sqlFn(bad), block('PERFORM f();'))).toContain(`03${name}`);
    expect(await found(fn(bad), '')).not.toContain(`02${name}`);
  });

  test('with a word of which function and where, also through another one', async () => {
    const inner = `-- One.\n${sqlFn('DROP TABLE a;')}`;
    const outer = fn('PERFORM 1; PERFORM f();', 'FUNCTION shop.g() RETURNS void');
    expect((await check(inner, outer, 'SELECT 1,\n  shop.g();')).findings).toMatchObject([
      {
        rule: 'data-dropped',
        migration: '04',
        line: 2,
        column: 3,
        message:
          'a is deleted with all that is in it. It is done by f(), defined in 02/migration.sql:2, called by shop.g().',
      },
    ]);
    expect(
      (await check(`${fn('UPDATE a SET b = 0;')}\n${block('  PERFORM f(); -- now')}`)).findings,
    ).toMatchObject([
      {
        rule: 'write-unbatched',
        line: 8,
        column: 11,
        message: 'UPDATE may change every row of a at once. It is done by f(), defined in line 1.',
      },
    ]);
  });

  test.each([
    ['CALL in a block', 'PROCEDURE f()', block('CALL f();')],
    ['an assignment', 'FUNCTION f() RETURNS int', `DO $$ DECLARE n int; BEGIN n := f(); END $$;`],
    ['a declaration', 'FUNCTION f() RETURNS int', `DO $$ DECLARE n int := f(); BEGIN NULL; END $$;`],
    ['a condition', 'FUNCTION f() RETURNS int', block('IF f() > 1 THEN NULL; END IF;')],
    ['EXECUTE', 'FUNCTION f() RETURNS int', block("EXECUTE 'SELECT ' || 'f()';")],
    ['what FOR runs over', 'FUNCTION f() RETURNS SETOF int', block('FOR i IN 1..f() LOOP NULL; END LOOP;')],
    ['a source of rows', 'FUNCTION f() RETURNS TABLE (n int)', 'CREATE TABLE x AS SELECT * FROM f();'],
    ['what is inserted', 'FUNCTION f(OUT n int)', 'INSERT INTO a (id) VALUES (f());'],
    ['another case', 'FUNCTION public.f() RETURNS a', 'SELECT F ();'],
    ['names of arguments', 'FUNCTION f(x a.b%TYPE, y a DEFAULT NULL) RETURNS int', 'SELECT f(x => 1);'],
  ])('in %s', async (_, head, call) => {
    expect(await rulesIn(fn('TRUNCATE a;', head), call)).toEqual(['data-dropped']);
  });

  test('as it is defined last, under its name, and as SQL itself', async () => {
    const drops = fn('DROP TABLE a;');
    const harmless = fn('PERFORM 1;').replace('CREATE', 'CREATE OR REPLACE');
    const call = 'SELECT f();';
    expect(await rulesIn(drops, harmless, call)).toEqual([]);
    expect(await rulesIn(drops, call, harmless)).toEqual(['data-dropped']);
    expect(await rulesIn(drops, `${call}\n${harmless}\n${call}`)).toEqual(['data-dropped']);
    expect(await rulesIn(drops, 'DROP FUNCTION f();', call)).toEqual([]);
    expect(await rulesIn(drops, 'ALTER FUNCTION f() RENAME TO g;', call)).toEqual([]);
    expect(
      await rulesIn(drops, 'ALTER FUNCTION f() RENAME TO g; ALTER ROUTINE g SET SCHEMA s;', 'SELECT s.g();'),
    ).toEqual(['data-dropped']);
    expect(await rulesIn(block(`EXECUTE $q$${drops}$q$;`), call)).toEqual(['data-dropped']);
    const atomic = 'CREATE PROCEDURE f() BEGIN ATOMIC DELETE FROM a; END;';
    expect(await rulesIn(atomic, 'CALL f();', 'CALL f();')).toEqual(['data-dropped', 'data-dropped']);
  });

  test('with the arguments that are known', async () => {
    const drop = fn(
      "EXECUTE format('DROP TABLE %I', name);",
      'FUNCTION f(name text, n int DEFAULT 1) RETURNS void',
    );
    const messages = async (call: string) => (await check(drop, call)).findings.map(({ message }) => message);
    expect(await messages("SELECT f('a');")).toEqual([expect.stringMatching(/^a is deleted/)]);
    expect(await messages(block("PERFORM f(n => 2, name => 'a');"))).toEqual([
      expect.stringMatching(/^a is del/),
    ]);
    expect(await messages("SELECT f(t) FROM unnest(ARRAY['B']) AS t;")).toEqual([
      expect.stringMatching(/^B is del/),
    ]);
    expect(await messages('SELECT f(relname) FROM pg_class;')).toEqual([
      'EXECUTE runs "DROP TABLE "…"": what it does is not looked at. It is done by f(), defined in 02/migration.sql:1.',
    ]);
    const loop = "FOREACH name IN ARRAY names LOOP EXECUTE 'DROP TABLE ' || name; END LOOP;";
    const all = `DECLARE name text; BEGIN ${loop} END`;
    const define = (head: string) => `CREATE ${head} LANGUAGE plpgsql AS $f$ ${all} $f$;`;
    const rest = define('FUNCTION f(n int, VARIADIC names text[]) RETURNS void');
    expect(await rulesIn(rest, "SELECT f(1, 'a', 'zz');")).toEqual(['data-dropped']);
    expect(await rulesIn(rest, 'SELECT f(1, relname) FROM pg_class;')).toEqual(['dynamic-sql']);
    expect(await rulesIn(define('PROCEDURE f(names text[])'), "CALL f(ARRAY['a']);")).toEqual([
      'data-dropped',
    ]);
    // Which value it has where it is read is not known.
    const other = drop.replace('BEGIN', "BEGIN name := 'B';");
    expect(await rulesIn(other, "SELECT f('a');")).toEqual(['dynamic-sql']);
  });

  test('and once for each row that the caller has', async () => {
    const one = sqlFn('UPDATE a SET b = 0 WHERE id = one', 'FUNCTION f(one int) RETURNS void');
    expect(await rulesIn(one, 'SELECT f(1);')).toEqual([]);
    expect(await rulesIn(one, 'SELECT f(id) FROM a WHERE id = 1;')).toEqual([]);
    expect(await rulesIn(one, 'WITH x AS (SELECT f(1)) SELECT * FROM x, a;')).toEqual([]);
    expect(await rulesIn(one, 'SELECT f(id) FROM a;')).toEqual(['write-unbatched']);
    expect(await rulesIn(one, 'UPDATE "B" SET d = NULL FROM f("B".id);')).toEqual(['write-unbatched']);
    expect(await rulesIn(one, block('FOR i IN 1..9 LOOP PERFORM f(i); END LOOP;'))).toEqual([
      'write-unbatched',
    ]);
    const batches = fn('LOOP UPDATE a SET b = 0 WHERE id = one; COMMIT; END LOOP;', 'PROCEDURE p(one int)');
    expect(await rulesIn(batches, 'CALL p(1);')).toEqual([]);
  });

  test('and what it makes is known from then on', async () => {
    const makes = fn('CREATE TABLE n (id int PRIMARY KEY, b int);');
    expect(await rulesIn(`${makes}\nSELECT f();\nCREATE INDEX ON n (b);`)).toEqual([]);
    expect(await rulesIn(`${makes}\nSELECT f();`, 'CREATE INDEX ON n (b);')).toEqual(['index-blocks-writes']);
  });
});

describe('silent is what', () => {
  test.each([
    [
      'only a trigger calls',
      `${fn('DELETE FROM "B";', 'FUNCTION f() RETURNS trigger')}\nCREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f();\nINSERT INTO a VALUES (1);`,
    ],
    ['no migration defines', 'SELECT elsewhere(); CALL more();'],
    [
      'is written in another language',
      `CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$ x $$;\nSELECT f();`,
    ],
    [
      'has another number of arguments',
      `${fn('DELETE FROM a;', 'FUNCTION f(n int) RETURNS void')}\nSELECT f();`,
    ],
    ['is in another schema', `${fn('DELETE FROM a;', 'FUNCTION s.f() RETURNS void')}\nSELECT f();`],
    [
      'calls itself and others without end',
      `${fn('PERFORM g();')}\n${sqlFn('SELECT f(); SELECT g();', 'FUNCTION g() RETURNS void')}\nSELECT f();`,
    ],
    [
      'a view or a default calls',
      `${fn('DELETE FROM a;', 'FUNCTION f() RETURNS int')}\nCREATE VIEW v AS SELECT f();\nALTER TABLE a ALTER COLUMN b SET DEFAULT f();`,
    ],
  ])('%s', async (_, sql) => {
    expect(await rulesIn(sql)).toEqual([]);
  });
});

test('of many calls in a statement each is looked into, and none is told of twice', async () => {
  const drop = fn("EXECUTE 'DROP TABLE ' || name;", 'FUNCTION f(name text) RETURNS int');
  const calls = Array.from({ length: 300 }, (_, index) => `f('t${index % 2}')`);
  const { findings } = await check(drop, `SELECT ${calls.join()};`, block("PERFORM f('a'); PERFORM f('a');"));
  expect(findings).toMatchObject([
    { migration: '03', places: [{ column: 8 }, { column: 16 }] },
    { migration: '04', message: expect.stringContaining('a is deleted') },
  ]);
  const distinct = Array.from({ length: 300 }, (_, index) => `f('t${index}')`);
  const { findings: many } = await check(drop, `SELECT ${distinct.join()};`);
  expect(many).toMatchObject([{ rule: 'data-dropped' }, { rule: 'dynamic-sql' }]);
});

test('a function that cannot run in a transaction, and one that cannot be read, are told of at the call', async () => {
  const builds = fn('CREATE INDEX CONCURRENTLY i ON a (b);');
  expect(placesIn(await check(builds, '\nSELECT f();'))).toEqual([
    'concurrent-not-alone 03/migration.sql:2:8',
  ]);
  const broken = fn('nothing := 1;');
  expect((await check(broken, 'SELECT f();')).findings).toMatchObject([
    { rule: 'dynamic-sql', message: expect.stringContaining('The function f() cannot be read') },
  ]);
});

test('a suppression above the call holds for what the function does', async () => {
  const { findings, allowed } = await check(
    fn('DELETE FROM a;\nUPDATE "B" SET d = NULL;'),
    '-- orgdb:allow data-dropped Empty.\nSELECT f();',
  );
  expect(findings).toMatchObject([{ rule: 'write-unbatched', line: 2 }]);
  expect(allowed).toMatchObject([{ rule: 'data-dropped', line: 2 }]);
});
