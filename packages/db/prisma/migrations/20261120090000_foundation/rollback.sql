-- Roles stay: they belong to the server, and other databases may use them.
DROP FUNCTION core.applied_migrations();
DROP FUNCTION core.write_audit();
DROP FUNCTION core.current_tenant_id();
DROP FUNCTION core.uuid_v7();
DROP SCHEMA "pgboss" CASCADE;
DROP SCHEMA "commerce";
DROP SCHEMA "core";
