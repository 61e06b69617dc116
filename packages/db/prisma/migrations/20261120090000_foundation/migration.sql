-- What every table stands on: schemas, roles, identifiers, the tenant of a transaction, and the audit.

CREATE SCHEMA IF NOT EXISTS "core";
CREATE SCHEMA IF NOT EXISTS "commerce";

-- Exclusion constraints over scalar columns together with ranges.
CREATE EXTENSION IF NOT EXISTS "btree_gist" WITH SCHEMA "public";

-- Roles belong to the server, not to the database: another database, or a deployment at the same moment, may have made them.
-- They get no password here; whoever runs the server grants LOGIN (`orgdb up` does so locally).
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['org_owner', 'org_app', 'org_admin', 'org_worker'] LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', role_name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;

  -- Forced row level security binds the owner too; its policies name org_owner, so whoever migrates must be a member.
  IF NOT pg_catalog.pg_has_role(current_user, 'org_owner', 'USAGE') THEN
    EXECUTE format('GRANT org_owner TO %I', current_user);
  END IF;

  -- The worker has the services' rights and may build its job queue in a schema of its own.
  IF NOT pg_catalog.pg_has_role('org_worker', 'org_app', 'USAGE') THEN
    BEGIN
      GRANT org_app TO org_worker;
    EXCEPTION WHEN unique_violation OR internal_error THEN
      NULL; -- granted by another deployment in the same moment
    END;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA "core", "commerce" TO org_app, org_admin;

CREATE SCHEMA IF NOT EXISTS "pgboss";
GRANT USAGE, CREATE ON SCHEMA "pgboss" TO org_worker;

-- Time-ordered identifiers (RFC 9562, version 7) under one name on every version; PostgreSQL 18 brings its own.
DO $$
BEGIN
  IF current_setting('server_version_num')::integer >= 180000 THEN
    EXECUTE 'CREATE FUNCTION core.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS ''SELECT pg_catalog.uuidv7()''';
  ELSE
    -- 48 bits of milliseconds, then random bits of a version 4 UUID with the version's four bits set to 7.
    EXECUTE $function$
      CREATE FUNCTION core.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $body$
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

-- The default of every tenant_id: the transaction's tenant, or a clear error of its own SQLSTATE.
CREATE FUNCTION core.current_tenant_id() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  tenant text := current_setting('app.current_tenant_id', true);
BEGIN
  IF tenant IS NULL OR tenant = '' THEN
    RAISE EXCEPTION 'no tenant is set for this transaction'
      USING ERRCODE = 'TN001', HINT = 'Write through db.forTenant(…), or name tenant_id.';
  END IF;
  RETURN tenant::uuid;
END
$$;

-- Writes a change of an audited table: who and from where by the session settings, what by the row before and after.
-- Arguments: entity, tenant column, secret columns joined by commas. Runs as the owner, so that it may write where the
-- caller may not; an UPDATE that changes nothing but updated_at is not worth a row.
CREATE FUNCTION core.write_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  secrets text[] := string_to_array(TG_ARGV[2], ',');
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  row_data jsonb := coalesce(new_row, old_row);
  tenant uuid := (row_data ->> TG_ARGV[1])::uuid;
  changed text[];
  payload jsonb;
  portal_user uuid := coalesce(
    nullif(current_setting('app.current_portal_user_id', true), ''),
    nullif(current_setting('app.acting_portal_user_id', true), '')
  )::uuid;
  staff uuid := nullif(current_setting('app.current_user_id', true), '')::uuid;
BEGIN
  -- A shared row belongs to no tenant's audit; the admin role's accesses are recorded on their own.
  IF tenant IS NULL THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(key ORDER BY key) INTO changed
    FROM jsonb_each(new_row) WHERE value IS DISTINCT FROM old_row -> key AND key <> 'updated_at';
    IF changed IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT jsonb_build_object(
      'changed', to_jsonb(changed),
      'before', coalesce(jsonb_object_agg(key, old_row -> key) FILTER (WHERE NOT key = ANY (secrets)), '{}'),
      'after', coalesce(jsonb_object_agg(key, new_row -> key) FILTER (WHERE NOT key = ANY (secrets)), '{}')
    ) INTO payload FROM unnest(changed) AS key;
  ELSIF TG_OP = 'INSERT' THEN
    payload := jsonb_build_object('after', new_row - secrets);
  ELSE
    payload := jsonb_build_object('before', old_row - secrets);
  END IF;

  INSERT INTO core.audit_logs
    (tenant_id, actor_type, actor_id, action, entity, entity_id, payload, ip, user_agent, request_id)
  VALUES (
    tenant,
    CASE WHEN portal_user IS NOT NULL THEN 'PORTAL_USER' WHEN staff IS NOT NULL THEN 'USER' ELSE 'SYSTEM' END::core.actor_type,
    coalesce(portal_user, staff),
    CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'update' ELSE 'delete' END,
    TG_ARGV[0],
    (row_data ->> 'id')::uuid,
    payload,
    nullif(current_setting('app.request_ip', true), '')::inet,
    nullif(current_setting('app.request_user_agent', true), ''),
    nullif(current_setting('app.request_id', true), '')
  );
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION core.write_audit() FROM PUBLIC;

-- What has been deployed, for a service that asks whether the database fits its code. The table is Prisma's; it is
-- looked up when called, because it does not exist where Prisma replays migrations only to compare.
CREATE FUNCTION core.applied_migrations() RETURNS TABLE (name text, finished_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT m.migration_name::text, m.finished_at FROM public._prisma_migrations AS m
    WHERE m.finished_at IS NOT NULL AND m.rolled_back_at IS NULL ORDER BY m.migration_name;
END
$$;
REVOKE ALL ON FUNCTION core.applied_migrations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.applied_migrations() TO org_app, org_admin;
