/** What is rare and yet met: no primary key, circles, inheritance, types that Prisma has no word for. */
export const ODDS = `
CREATE TABLE log (at timestamptz DEFAULT now(), line text);
CREATE TABLE settings (name text NOT NULL UNIQUE, value jsonb DEFAULT '{}' NOT NULL);
CREATE TABLE husbands (id int PRIMARY KEY, wife int);
CREATE TABLE wives (id int PRIMARY KEY, husband int UNIQUE REFERENCES husbands DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE husbands ADD FOREIGN KEY (wife) REFERENCES wives ON DELETE SET NULL;
CREATE TYPE address AS (street text, zip varchar(10));
CREATE TYPE distance AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TABLE things (id int PRIMARY KEY, kind "char" DEFAULT 'a' NOT NULL, price money, doc xml, during int4range, path distance, home address, many address[],
  bits bit varying(8), place point, net inet, span interval DEFAULT '1 day', vec tsquery, "table" text, "ünïcode" text, half smallint GENERATED ALWAYS AS (id / 2) STORED);
CREATE TABLE big_things (weight int NOT NULL) INHERITS (things);
ALTER TABLE big_things ADD PRIMARY KEY (id);
ALTER TABLE big_things ALTER COLUMN price SET DEFAULT 100;
CREATE UNLOGGED TABLE cache (key text PRIMARY KEY, value bytea) WITH (fillfactor = 70);
CREATE TABLE "It's ""quoted""" (id int PRIMARY KEY, "select" int, "a.b" int);
CREATE SEQUENCE countdown AS smallint INCREMENT -1 MINVALUE -100 MAXVALUE 10 CYCLE;
CREATE RULE no_delete AS ON DELETE TO settings DO INSTEAD NOTHING;
CREATE PROCEDURE tidy() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM log WHERE at < now() - interval '1 day'; END $$;
CREATE STATISTICS log_stats ON at, line FROM log;
ALTER TABLE log REPLICA IDENTITY FULL;
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY LIST (at);
CREATE TABLE events_one PARTITION OF events FOR VALUES IN ('2026-01-01') PARTITION BY HASH (id);
CREATE TABLE events_one_a PARTITION OF events_one FOR VALUES WITH (MODULUS 1, REMAINDER 0);
ALTER TABLE events_one ALTER COLUMN id SET NOT NULL;
`;
