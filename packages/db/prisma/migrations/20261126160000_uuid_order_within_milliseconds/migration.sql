-- Identifiers made within one millisecond are in order as well before PostgreSQL 18, whose own function does so: the twelve bits
-- behind the version hold the part of the millisecond that has passed (RFC 9562, section 6.2, method 3). Equal orders of equal
-- lists, and pages that do not jump, rest on it.
DO $$
BEGIN
  IF current_setting('server_version_num')::integer < 180000 THEN
    EXECUTE $function$
      CREATE OR REPLACE FUNCTION core.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $body$
        SELECT (
          overlay(
            lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 4096000)::bigint), 15, '0')
            PLACING '7' FROM 13 FOR 0
          )
          || right(encode(uuid_send(gen_random_uuid()), 'hex'), 16)
        )::uuid
      $body$
    $function$;
  END IF;
END
$$;
