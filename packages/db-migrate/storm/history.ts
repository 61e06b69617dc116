/** A migration of the storm. */
export interface StormMigration {
  readonly name: string;
  readonly sql: string;
}

/** Enough for a kill to hit its middle. */
const PAUSE = 'SELECT pg_sleep(0.01);';
/** Rows of the table that all of them work on. */
const ROWS = 4000;
const GROUPS = 4;

/** A table with rows, and then, group by group, what deploys do to one: columns, concurrent indexes, backfills, enums. */
export function stormHistory(): StormMigration[] {
  const scripts = [
    `CREATE TABLE items (id int PRIMARY KEY, note text NOT NULL);
INSERT INTO items SELECT n, 'note ' || n FROM generate_series(1, ${ROWS}) AS n;
CREATE TYPE kind AS ENUM ('first');`,
    ...Array.from({ length: GROUPS }, (_, group) => scriptsOf(group)).flat(),
  ];
  return scripts.map((sql, index) => ({ name: `${20240101000000 + index}_step`, sql }));
}

function scriptsOf(group: number): string[] {
  return [
    `ALTER TABLE items ADD COLUMN c${group} int;\n${PAUSE}\nCREATE TABLE t${group} (id int PRIMARY KEY);\n${PAUSE}`,
    // As the backfill recipe writes it.
    `DO $$
DECLARE
  changed bigint;
BEGIN
  LOOP
    UPDATE items SET c${group} = id * 2
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM items WHERE c${group} IS NULL LIMIT 500 FOR UPDATE));
    GET DIAGNOSTICS changed = ROW_COUNT;
    EXIT WHEN changed = 0;
    COMMIT;
  END LOOP;
END
$$;`,
    `CREATE UNIQUE INDEX CONCURRENTLY items_c${group} ON items (c${group});`,
    `ALTER TYPE kind ADD VALUE 'v${group}';\nALTER TABLE items ADD COLUMN k${group} kind NOT NULL DEFAULT 'v${group}';`,
    // In steps: what stands before the build stays when it is interrupted, and must not be done twice.
    `INSERT INTO t${group} VALUES (1);\n${PAUSE}\nCREATE INDEX CONCURRENTLY items_n${group} ON items (note, id);\n${PAUSE}\nINSERT INTO t${group} VALUES (2);`,
  ];
}
