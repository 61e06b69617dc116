/** After AdventureWorks: several schemas, domains, computed columns, keys over schemas, roles with rights, row level security. */
export const WORKS = `
CREATE SCHEMA person; CREATE SCHEMA sales; CREATE SCHEMA "HumanResources";
CREATE EXTENSION citext; CREATE EXTENSION btree_gist WITH SCHEMA person;
CREATE DOMAIN person."Name" varchar(50) NOT NULL;
CREATE DOMAIN "HumanResources"."Flag" boolean DEFAULT true;
CREATE TYPE person.status AS ENUM ('active', 'gone');
CREATE TYPE sales.status AS ENUM ('open', 'shipped');
CREATE FUNCTION person.new_id() RETURNS uuid LANGUAGE sql VOLATILE AS 'SELECT gen_random_uuid()';
CREATE TABLE person.person (id uuid DEFAULT person.new_id() PRIMARY KEY, first person."Name", email citext UNIQUE, status person.status DEFAULT 'active' NOT NULL,
  modified timestamp(3) DEFAULT now() NOT NULL);
CREATE TABLE "HumanResources"."Employee" ("BusinessEntityID" uuid PRIMARY KEY REFERENCES person.person, "SalariedFlag" "HumanResources"."Flag" NOT NULL,
  "HireDate" date NOT NULL CHECK ("HireDate" > '1996-07-01'), "Manager" uuid REFERENCES "HumanResources"."Employee");
CREATE TABLE sales.order_header (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id uuid NOT NULL REFERENCES person.person, sub_total numeric(19,4) NOT NULL,
  tax numeric(19,4) NOT NULL, total numeric(19,4) GENERATED ALWAYS AS (sub_total + tax) STORED, status sales.status DEFAULT 'open' NOT NULL,
  valid tstzrange, EXCLUDE USING gist (person_id WITH =, valid WITH &&));
CREATE TABLE sales.person (code char(3) PRIMARY KEY, note text);
CREATE TABLE sales.territory (id int, name text NOT NULL, UNIQUE (id));
CREATE INDEX order_open ON sales.order_header (person_id) WHERE status = 'open';
CREATE FUNCTION sales.total_of(p uuid) RETURNS numeric LANGUAGE sql STABLE SECURITY DEFINER SET search_path = sales AS $$ SELECT sum(total) FROM order_header WHERE person_id = p $$;
REVOKE EXECUTE ON FUNCTION sales.total_of(uuid) FROM PUBLIC;
ALTER TABLE sales.order_header ENABLE ROW LEVEL SECURITY; ALTER TABLE sales.order_header FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON sales.order_header FOR SELECT TO PUBLIC USING (person_id = nullif(current_setting('app.person', true), '')::uuid);
CREATE POLICY never ON sales.order_header AS RESTRICTIVE FOR DELETE USING (false);
GRANT USAGE ON SCHEMA sales TO PUBLIC; GRANT SELECT, INSERT ON sales.order_header TO PUBLIC; GRANT UPDATE (note) ON sales.person TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA sales GRANT SELECT ON TABLES TO PUBLIC;
CREATE TABLE sales.later (id int PRIMARY KEY);
REVOKE ALL ON sales.later FROM PUBLIC;
COMMENT ON SCHEMA sales IS 'Selling'; COMMENT ON TYPE person.status IS 'of a person'; COMMENT ON FUNCTION sales.total_of(uuid) IS 'sum';
`;
