import type { TestDatabase } from '@org/db-testing';
import pg from 'pg';

export async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The superuser's connection string to another database of the same server. */
export function beside(database: TestDatabase, name: string): string {
  const url = new URL(database.superuserUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The databases of the server whose names begin so: other tests make and drop theirs at the same time. */
export async function databasesLike(database: TestDatabase, beginning: string): Promise<string[]> {
  const rows = await query<{ datname: string }>(
    database.superuserUrl,
    'SELECT datname FROM pg_database ORDER BY datname',
  );
  return rows.map(({ datname }) => datname).filter((name) => name.startsWith(beginning.slice(0, 40)));
}

/** What a dump may stumble over. */
const ODD = `
  CREATE SCHEMA "Odd ""one";
  CREATE TABLE "Odd ""one"."Größe" (id int GENERATED ALWAYS AS IDENTITY, a float8, b bytea, "the c" int[], d int,
    double int GENERATED ALWAYS AS (d * 2) STORED);
  INSERT INTO "Odd ""one"."Größe" (a, b, "the c", d) VALUES ('NaN', '\\x00ff', '{1,NULL}', 4), (0.1, NULL, NULL, 5)`;

/** 3000 tenants, and a table with whatever a dump may stumble over. */
export async function fill(database: TestDatabase): Promise<void> {
  await query(
    database.superuserUrl,
    `INSERT INTO core.tenants (slug, name, contact_email)
       SELECT 'tenant-' || i, E'back\\\\slash\\ttab\\nline ü \\u2028' || i, 'a@b.c' FROM generate_series(1, 3000) AS i;
     ${ODD};
     CREATE MATERIALIZED VIEW "Odd ""one".seen AS SELECT count(*) AS n FROM core.tenants`,
  );
}

/** A database of few tables, with each kind of object that a dump has to bring back in the right order. */
export async function fillSmall(url: string): Promise<void> {
  await query(
    url,
    `${ODD};
     CREATE TYPE mood AS ENUM ('good', 'bad''s');
     CREATE TABLE people (id bigserial PRIMARY KEY, name text NOT NULL CHECK (name <> ''), mood mood DEFAULT 'good', boss bigint REFERENCES people);
     COMMENT ON TABLE people IS 'with a ''quote'';
-- and a second line';
     INSERT INTO people (name, boss) SELECT E'back\\\\slash\\ttab\\nline ü \\u2028' || i, nullif(i - 1, 0) FROM generate_series(1, 3000) AS i;
     CREATE INDEX ON people (mood) WHERE boss IS NOT NULL;
     CREATE TABLE logs (at date, line text) PARTITION BY RANGE (at);
     CREATE TABLE logs_old PARTITION OF logs FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
     CREATE TABLE logs_new PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
     INSERT INTO logs VALUES ('2025-01-01', '\\.'), ('2026-01-01', NULL), ('2026-01-02', '');
     CREATE TABLE nothing ();
     CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.name := upper(NEW.name); RETURN NEW; END$$;
     CREATE TRIGGER shout BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION shout();
     CREATE VIEW bosses AS SELECT DISTINCT boss FROM people;
     CREATE MATERIALIZED VIEW seen AS SELECT count(*) AS n FROM people;
     ALTER TABLE people ENABLE ROW LEVEL SECURITY;
     CREATE POLICY own ON people USING (name = current_user);
     GRANT SELECT ON people TO PUBLIC`,
  );
}
