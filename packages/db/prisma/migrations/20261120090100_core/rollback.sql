-- Data of these tables is lost: the step made them.
DROP FUNCTION core.active_tenant_ids();
DROP FUNCTION core.resolve_tenant(text);
DROP FUNCTION core.ensure_audit_partitions(integer);
DROP TABLE
  "core"."audit_logs",
  "core"."admin_accesses",
  "core"."system_configurations",
  "core"."integrations",
  "core"."integration_tokens",
  "core"."media_files",
  "core"."notifications",
  "core"."roles",
  "core"."permissions",
  "core"."role_permissions",
  "core"."tenant_roles",
  "core"."tenant_role_permissions",
  "core"."user_roles",
  "core"."tenants",
  "core"."tenant_settings",
  "core"."tenant_keys",
  "core"."users",
  "core"."sessions",
  "core"."api_keys",
  "core"."webhook_subscriptions",
  "core"."webhook_events",
  "core"."webhook_deliveries";
DROP TYPE
  "core"."actor_type",
  "core"."configuration_scope",
  "core"."integration_status",
  "core"."notification_type",
  "core"."delivery_channel",
  "core"."role_system",
  "core"."tenant_status",
  "core"."subscription_tier",
  "core"."invoice_visibility",
  "core"."user_status",
  "core"."webhook_delivery_status";
