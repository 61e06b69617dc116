/** A migration of the storm. */
export interface StormMigration {
  readonly name: string;
  readonly sql: string;
  readonly rollback: string;
  /** Milliseconds from when the history tells of it until it has ended, about: in these a kill hits it. */
  readonly lasts: number;
}

/** Enough for a kill to hit its middle. */
const PAUSE = 'SELECT pg_sleep(0.03);';
/** Rows of the table that all of them work on. */
const ROWS = 4000;

/** A table with rows, and then what deploys do to one, in each of the ways in which a migration can be run. */
export function stormHistory(): StormMigration[] {
  return SCRIPTS.map((one, index) => ({ ...one, name: `${20240101000000 + index}_${one.name}` }));
}

const SCRIPTS: readonly StormMigration[] = [
  {
    name: 'base',
    sql: `CREATE TABLE items (id int PRIMARY KEY, note text NOT NULL);
INSERT INTO items SELECT n, 'note ' || n FROM generate_series(1, ${ROWS}) AS n;
CREATE TYPE kind AS ENUM ('first');`,
    rollback: 'DROP TABLE items; DROP TYPE kind;',
    lasts: 30,
  },
  {
    name: 'columns',
    sql: `ALTER TABLE items ADD COLUMN c int;\n${PAUSE}\nCREATE TABLE t (id int PRIMARY KEY);\n${PAUSE}`,
    rollback: `DROP TABLE t;\n${PAUSE}\nALTER TABLE items DROP COLUMN c;`,
    lasts: 30,
  },
  {
    name: 'batches',
    // As the backfill recipe writes it.
    sql: `DO $$
DECLARE
  changed bigint;
BEGIN
  LOOP
    UPDATE items SET c = id * 2
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM items WHERE c IS NULL LIMIT 500 FOR UPDATE));
    GET DIAGNOSTICS changed = ROW_COUNT;
    EXIT WHEN changed = 0;
    COMMIT;
  END LOOP;
END
$$;`,
    rollback: 'UPDATE items SET c = NULL;',
    lasts: 60,
  },
  {
    name: 'unique',
    sql: 'CREATE UNIQUE INDEX CONCURRENTLY items_c ON items (c);',
    rollback: 'DROP INDEX CONCURRENTLY items_c;',
    lasts: 30,
  },
  {
    name: 'enum',
    sql: "ALTER TYPE kind ADD VALUE 'second';\nALTER TABLE items ADD COLUMN k kind NOT NULL DEFAULT 'second';",
    rollback: `ALTER TABLE items DROP COLUMN k;
ALTER TYPE kind RENAME TO kind_before;
CREATE TYPE kind AS ENUM ('first');
DROP TYPE kind_before;`,
    lasts: 30,
  },
  {
    name: 'steps',
    // What stands before the build stays when it is interrupted, and must not be done twice.
    sql: `INSERT INTO t VALUES (1);\n${PAUSE}\nCREATE INDEX CONCURRENTLY items_n ON items (note, id);\n${PAUSE}\nINSERT INTO t VALUES (2);`,
    rollback: `DELETE FROM t WHERE id = 2;\n${PAUSE}\nDROP INDEX CONCURRENTLY items_n;\n${PAUSE}\nDELETE FROM t WHERE id = 1;\n${PAUSE}`,
    lasts: 120,
  },
  {
    name: 'parts',
    // Written by hand: only its author knows that it may be run again, so a person has to decide.
    sql: `ALTER TABLE items ADD COLUMN d int;
DO $$
BEGIN
  FOR part IN 0..5 LOOP
    UPDATE items SET d = id + 1 WHERE id % 6 = part AND d IS NULL;
    COMMIT;
    PERFORM pg_sleep(0.05);
  END LOOP;
END
$$;
INSERT INTO t VALUES (3);`,
    rollback: `CREATE INDEX CONCURRENTLY items_d ON items (d);
DELETE FROM t WHERE id = 3;\n${PAUSE}
ALTER TABLE items DROP COLUMN d;`,
    lasts: 400,
  },
  {
    name: 'own',
    // How far one came that keeps its own transactions is not known: it is taken as not applied, and run again.
    sql: `BEGIN; CREATE TABLE IF NOT EXISTS own (id int PRIMARY KEY); COMMIT;\n${PAUSE}\n${PAUSE}
BEGIN; INSERT INTO own VALUES (1) ON CONFLICT DO NOTHING; COMMIT;\n${PAUSE}\n${PAUSE}`,
    rollback: 'DROP TABLE own;',
    lasts: 150,
  },
];
