-- The audit calls a soft delete a deletion, and its undoing a restoration. It tells of the tenants' keys as well: who made
-- one, and when it was wrapped anew.
CREATE OR REPLACE FUNCTION core.write_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
  api_key uuid := nullif(current_setting('app.current_api_key_id', true), '')::uuid;
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
    CASE
      WHEN portal_user IS NOT NULL THEN 'PORTAL_USER'
      WHEN api_key IS NOT NULL THEN 'API_KEY'
      WHEN staff IS NOT NULL THEN 'USER'
      ELSE 'SYSTEM'
    END::core.actor_type,
    coalesce(portal_user, api_key, staff),
    CASE
      WHEN TG_OP = 'INSERT' THEN 'create'
      WHEN TG_OP = 'DELETE' THEN 'delete'
      -- A row that is marked as deleted, or brought back.
      WHEN 'deleted_at' = ANY (changed) AND old_row ->> 'deleted_at' IS NULL THEN 'delete'
      WHEN 'deleted_at' = ANY (changed) AND new_row ->> 'deleted_at' IS NULL THEN 'restore'
      ELSE 'update'
    END,
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

CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."tenant_keys" FOR EACH ROW EXECUTE FUNCTION core.write_audit('TenantKey', 'tenant_id', 'wrapped_key');
