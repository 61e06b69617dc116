/** After Pagila: domains, an enum, arrays, full text, functions, an aggregate, triggers, partitions, views on views. */
export const RENTAL = `
CREATE TYPE mpaa_rating AS ENUM ('G', 'PG', 'PG-13', 'R', 'NC-17');
CREATE DOMAIN year AS integer CONSTRAINT year_check CHECK (VALUE >= 1901 AND VALUE <= 2155);
CREATE DOMAIN "bıgınt" AS bigint;
CREATE FUNCTION last_updated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.last_update = CURRENT_TIMESTAMP; RETURN NEW; END $$;
CREATE FUNCTION _group_concat(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || ', ' || $2 END $$;
CREATE AGGREGATE group_concat(text) (SFUNC = _group_concat, STYPE = text);
CREATE SEQUENCE film_film_id_seq START 5 INCREMENT 5;
CREATE TABLE language (language_id serial PRIMARY KEY, name character(20) NOT NULL, last_update timestamptz DEFAULT now() NOT NULL);
CREATE FUNCTION first_language() RETURNS int LANGUAGE sql STABLE AS 'SELECT min(language_id) FROM language';
CREATE TABLE film (
  film_id int DEFAULT nextval('film_film_id_seq') PRIMARY KEY, title text NOT NULL, release_year year, language_id int NOT NULL DEFAULT first_language() REFERENCES language,
  rental_rate numeric(4,2) DEFAULT 4.99 NOT NULL, rating mpaa_rating DEFAULT 'G', special_features text[] DEFAULT '{}', scores int[][],
  fulltext tsvector NOT NULL, last_update timestamptz DEFAULT now() NOT NULL);
CREATE INDEX film_fulltext_idx ON film USING gist (fulltext);
CREATE INDEX idx_title ON film (title DESC NULLS LAST, release_year) INCLUDE (rating);
CREATE INDEX ON film USING gin (special_features);
CREATE TRIGGER film_fulltext_trigger BEFORE INSERT OR UPDATE ON film FOR EACH ROW
  EXECUTE FUNCTION tsvector_update_trigger('fulltext', 'pg_catalog.english', 'title');
CREATE TRIGGER last_updated BEFORE UPDATE ON film FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION last_updated();
ALTER TABLE film DISABLE TRIGGER last_updated;
CREATE TABLE actor (actor_id serial PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL);
CREATE TABLE film_actor (actor_id int REFERENCES actor ON UPDATE CASCADE ON DELETE RESTRICT, film_id int REFERENCES film, PRIMARY KEY (actor_id, film_id));
CREATE VIEW actor_info AS SELECT a.actor_id, group_concat(DISTINCT f.title) AS film_info FROM actor a JOIN film_actor USING (actor_id) JOIN film f USING (film_id)
  GROUP BY a.actor_id;
CREATE VIEW actor_names WITH (security_barrier = true) AS SELECT i.*, a.last_name FROM actor_info i JOIN actor a USING (actor_id);
CREATE MATERIALIZED VIEW rental_by_category AS SELECT rating, count(*) AS films FROM film GROUP BY rating;
CREATE UNIQUE INDEX rental_category ON rental_by_category (rating);
CREATE FUNCTION films_of(a actor) RETURNS SETOF film LANGUAGE sql AS $$ SELECT f.* FROM film f JOIN film_actor USING (film_id) WHERE actor_id = a.actor_id $$;
CREATE FUNCTION title_length(t text) RETURNS int LANGUAGE sql IMMUTABLE RETURN length(t);
ALTER TABLE film ADD CHECK (title_length(title) < 500);
CREATE TABLE payment (payment_id int GENERATED ALWAYS AS IDENTITY, amount numeric(5,2) NOT NULL, payment_date timestamptz NOT NULL, actor_id int REFERENCES actor,
  CHECK (amount >= 0), PRIMARY KEY (payment_date, payment_id)) PARTITION BY RANGE (payment_date);
CREATE TABLE payment_p2026_01 PARTITION OF payment FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2026-02-01 00:00:00+00');
CREATE TABLE payment_rest PARTITION OF payment DEFAULT;
CREATE INDEX payment_actor ON payment (actor_id);
CREATE INDEX only_january ON payment_p2026_01 (amount);
INSERT INTO language (name) VALUES ('English');
INSERT INTO film (title) VALUES ('ACADEMY DINOSAUR');
`;
