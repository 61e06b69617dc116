-- Takes back 20261126160000_uuid_order_within_milliseconds.
DO $$
BEGIN
  IF current_setting('server_version_num')::integer < 180000 THEN
    EXECUTE $function$
      CREATE OR REPLACE FUNCTION core.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $body$
        SELECT encode(
          set_bit(
            set_bit(
              overlay(
                uuid_send(gen_random_uuid())
                PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                FROM 1 FOR 6
              ),
              52, 1
            ),
            53, 1
          ),
          'hex'
        )::uuid
      $body$
    $function$;
  END IF;
END
$$;
