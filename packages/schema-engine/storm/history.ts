/** A migration of the storm, and how a person sees whether all of it is there. */
export interface StormMigration {
  readonly name: string;
  readonly sql: string;
  /** SQL that gives one row with `done`. */
  readonly done: string;
  /** SQL that a person runs before the migration is deployed once more; without it, it has to leave nothing behind. */
  readonly undo?: string;
}

/** Enough for a kill to hit its middle. */
const PAUSE = 'SELECT pg_sleep(0.015);';

/** Of each four migrations, three run in one transaction, and each second of the others has a statement that cannot. */
const MIGRATIONS = 24;

export function stormHistory(): StormMigration[] {
  return Array.from({ length: MIGRATIONS }, (_, index) => {
    const name = `${20240101000000 + index}_step`;
    return index % 4 === 3 ? inSteps(name, index) : inOne(name, index);
  });
}

function inOne(name: string, index: number): StormMigration {
  return {
    name,
    sql: [
      `CREATE TABLE t${index} (id SERIAL PRIMARY KEY, note text);`,
      PAUSE,
      `CREATE INDEX t${index}_note ON t${index}(note);`,
      // Twice applied, there would be two rows.
      `INSERT INTO t${index}(note) VALUES ('once; only');`,
      PAUSE,
      `CREATE FUNCTION f${index}() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN ${index}; END $$;`,
    ].join('\n'),
    done: `SELECT to_regproc('f${index}') IS NOT NULL AS done`,
  };
}

function inSteps(name: string, index: number): StormMigration {
  const table = `t${index - 1}`;
  const sql =
    index % 8 === 3
      ? [
          `ALTER TABLE ${table} ADD COLUMN step text;`,
          PAUSE,
          `CREATE INDEX CONCURRENTLY ${table}_step ON ${table}(step);`,
          PAUSE,
          `ALTER TABLE ${table} ADD COLUMN last int;`,
        ]
      : [
          `CREATE TYPE ${table}_kind AS ENUM ('a');`,
          PAUSE,
          `VACUUM ${table};`,
          PAUSE,
          `ALTER TABLE ${table} ADD COLUMN last ${table}_kind;`,
        ];
  return {
    name,
    sql: sql.join('\n'),
    done: `SELECT count(*) = 1 AS done FROM pg_attribute
      WHERE attrelid = to_regclass('${table}') AND attname = 'last' AND NOT attisdropped`,
    undo: `DROP INDEX IF EXISTS ${table}_step; ALTER TABLE ${table} DROP COLUMN IF EXISTS step; DROP TYPE IF EXISTS ${table}_kind;`,
  };
}
