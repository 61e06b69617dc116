-- CreateEnum
CREATE TYPE "core"."actor_type" AS ENUM ('USER', 'PORTAL_USER', 'API_KEY', 'SYSTEM');

-- CreateEnum
CREATE TYPE "core"."configuration_scope" AS ENUM ('GLOBAL', 'TENANT');

-- CreateEnum
CREATE TYPE "core"."integration_status" AS ENUM ('ACTIVE', 'PAUSED', 'ERROR');

-- CreateEnum
CREATE TYPE "core"."notification_type" AS ENUM ('INFO', 'WARNING', 'URGENT', 'EMERGENCY', 'SYSTEM');

-- CreateEnum
CREATE TYPE "core"."delivery_channel" AS ENUM ('IN_APP', 'EMAIL', 'SMS', 'PUSH');

-- CreateEnum
CREATE TYPE "core"."role_system" AS ENUM ('core', 'commerce', 'workforce', 'planning', 'construction');

-- CreateEnum
CREATE TYPE "core"."tenant_status" AS ENUM ('TRIAL', 'ACTIVE', 'SUSPENDED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "core"."subscription_tier" AS ENUM ('starter', 'professional', 'enterprise');

-- CreateEnum
CREATE TYPE "core"."invoice_visibility" AS ENUM ('NONE', 'DELIVERED', 'ALL');

-- CreateEnum
CREATE TYPE "core"."user_status" AS ENUM ('ACTIVE', 'INACTIVE', 'SUSPENDED', 'PENDING');

-- CreateEnum
CREATE TYPE "core"."webhook_delivery_status" AS ENUM ('PENDING', 'DELIVERED', 'DEAD');

-- CreateTable
CREATE TABLE "core"."audit_logs" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "actor_type" "core"."actor_type" NOT NULL DEFAULT 'SYSTEM',
    "actor_id" UUID,
    "action" VARCHAR(50) NOT NULL,
    "entity" VARCHAR(50) NOT NULL,
    "entity_id" UUID,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "ip" INET,
    "user_agent" VARCHAR(500),
    "request_id" VARCHAR(100),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_logs_pkey" PRIMARY KEY ("tenant_id","id","created_at")
) PARTITION BY RANGE ("created_at");

-- CreateTable
CREATE TABLE "core"."admin_accesses" (
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "actor" VARCHAR(180) NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "admin_accesses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "core"."system_configurations" (
    "tenant_id" UUID DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "scope" "core"."configuration_scope" NOT NULL DEFAULT 'TENANT',
    "key" VARCHAR(120) NOT NULL,
    "value" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "system_configurations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "core"."integrations" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "provider" VARCHAR(50) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "status" "core"."integration_status" NOT NULL DEFAULT 'ACTIVE',
    "config" JSONB NOT NULL DEFAULT '{}',
    "sync_state" JSONB NOT NULL DEFAULT '{}',
    "last_synced_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "integrations_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."integration_tokens" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "integration_id" UUID NOT NULL,
    "kind" VARCHAR(50) NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "integration_tokens_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."media_files" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "storage_key" VARCHAR(500) NOT NULL,
    "file_name" VARCHAR(255) NOT NULL,
    "mime_type" VARCHAR(127) NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "thumbnail_key" VARCHAR(500),
    "owner_entity" VARCHAR(50),
    "owner_id" UUID,
    "uploaded_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "media_files_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."notifications" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "user_id" UUID,
    "portal_user_id" UUID,
    "type" "core"."notification_type" NOT NULL DEFAULT 'INFO',
    "channel" "core"."delivery_channel" NOT NULL DEFAULT 'IN_APP',
    "title" VARCHAR(200) NOT NULL,
    "body" VARCHAR(4000) NOT NULL DEFAULT '',
    "read_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."roles" (
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "system" "core"."role_system" NOT NULL,
    "name" VARCHAR(50) NOT NULL,
    "description" VARCHAR(255) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "core"."permissions" (
    "key" VARCHAR(100) NOT NULL,
    "description" VARCHAR(255) NOT NULL,

    CONSTRAINT "permissions_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "core"."role_permissions" (
    "role_id" UUID NOT NULL,
    "permission_key" VARCHAR(100) NOT NULL,

    CONSTRAINT "role_permissions_pkey" PRIMARY KEY ("role_id","permission_key")
);

-- CreateTable
CREATE TABLE "core"."tenant_roles" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "name" VARCHAR(50) NOT NULL,
    "description" VARCHAR(255) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_roles_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."tenant_role_permissions" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "tenant_role_id" UUID NOT NULL,
    "permission_key" VARCHAR(100) NOT NULL,

    CONSTRAINT "tenant_role_permissions_pkey" PRIMARY KEY ("tenant_id","tenant_role_id","permission_key")
);

-- CreateTable
CREATE TABLE "core"."user_roles" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "user_id" UUID NOT NULL,
    "role_id" UUID,
    "tenant_role_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_roles_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."tenants" (
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "slug" VARCHAR(63) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "status" "core"."tenant_status" NOT NULL DEFAULT 'TRIAL',
    "subscription_tier" "core"."subscription_tier" NOT NULL DEFAULT 'starter',
    "contact_email" VARCHAR(180) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "core"."tenant_settings" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "default_currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "timezone" VARCHAR(64) NOT NULL DEFAULT 'UTC',
    "date_format" VARCHAR(32) NOT NULL DEFAULT 'YYYY-MM-DD',
    "revenue_health_drop_percent" DECIMAL(5,2) NOT NULL DEFAULT 15,
    "minimum_orders_for_health" INTEGER NOT NULL DEFAULT 3,
    "default_sample_allowance_per_rep" INTEGER NOT NULL DEFAULT 60,
    "require_manager_approval_above" DECIMAL(14,2),
    "minimum_orders_for_pace_calc" INTEGER NOT NULL DEFAULT 3,
    "pace_risk_threshold_days" INTEGER NOT NULL DEFAULT 15,
    "portal_enabled" BOOLEAN NOT NULL DEFAULT false,
    "cart_enabled" BOOLEAN NOT NULL DEFAULT false,
    "invoice_visibility" "core"."invoice_visibility" NOT NULL DEFAULT 'DELIVERED',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_settings_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "core"."tenant_keys" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "version" INTEGER NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "master_key_id" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "tenant_keys_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."users" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "name" VARCHAR(120) NOT NULL,
    "email" VARCHAR(180) NOT NULL,
    "password_hash" VARCHAR(255) NOT NULL,
    "status" "core"."user_status" NOT NULL DEFAULT 'PENDING',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "avatar_url" VARCHAR(500),
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "email_verified_at" TIMESTAMPTZ(3),
    "last_login_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."sessions" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "user_id" UUID NOT NULL,
    "family_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "rotated_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "ip" INET,
    "user_agent" VARCHAR(500),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."api_keys" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "name" VARCHAR(120) NOT NULL,
    "prefix" VARCHAR(16) NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "scopes" VARCHAR(100)[],
    "requests_per_minute" INTEGER NOT NULL DEFAULT 600,
    "created_by_id" UUID,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."webhook_subscriptions" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "url" VARCHAR(2000) NOT NULL,
    "secret_ciphertext" BYTEA NOT NULL,
    "event_types" VARCHAR(100)[] DEFAULT ARRAY[]::VARCHAR(100)[],
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_subscriptions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."webhook_events" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "sequence" BIGSERIAL NOT NULL,
    "type" VARCHAR(100) NOT NULL,
    "entity" VARCHAR(50) NOT NULL,
    "entity_id" UUID NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_events_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "core"."webhook_deliveries" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "event_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "status" "core"."webhook_delivery_status" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_status_code" INTEGER,
    "last_error" VARCHAR(500),
    "delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "audit_logs_actor_idx" ON "core"."audit_logs"("tenant_id", "actor_id", "created_at");

-- CreateIndex
CREATE INDEX "audit_logs_entity_idx" ON "core"."audit_logs"("tenant_id", "entity", "entity_id", "created_at");

-- CreateIndex
CREATE INDEX "audit_logs_created_at_idx" ON "core"."audit_logs"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "admin_accesses_created_at_idx" ON "core"."admin_accesses"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "system_configurations_tenant_id_key_key" ON "core"."system_configurations"("tenant_id", "key") NULLS NOT DISTINCT;

-- CreateIndex
CREATE UNIQUE INDEX "integrations_tenant_id_provider_name_key" ON "core"."integrations"("tenant_id", "provider", "name");

-- CreateIndex
CREATE UNIQUE INDEX "integration_tokens_tenant_id_integration_id_kind_key" ON "core"."integration_tokens"("tenant_id", "integration_id", "kind");

-- CreateIndex
CREATE INDEX "media_files_tenant_id_owner_entity_owner_id_idx" ON "core"."media_files"("tenant_id", "owner_entity", "owner_id");

-- CreateIndex
CREATE INDEX "media_files_tenant_id_uploaded_by_id_idx" ON "core"."media_files"("tenant_id", "uploaded_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "media_files_tenant_id_storage_key_key" ON "core"."media_files"("tenant_id", "storage_key");

-- CreateIndex
CREATE INDEX "notifications_tenant_id_user_id_created_at_idx" ON "core"."notifications"("tenant_id", "user_id", "created_at");

-- CreateIndex
CREATE INDEX "notifications_tenant_id_portal_user_id_created_at_idx" ON "core"."notifications"("tenant_id", "portal_user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "roles_system_name_key" ON "core"."roles"("system", "name");

-- CreateIndex
CREATE INDEX "role_permissions_permission_key_idx" ON "core"."role_permissions"("permission_key");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_roles_tenant_id_name_key" ON "core"."tenant_roles"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "tenant_role_permissions_permission_key_idx" ON "core"."tenant_role_permissions"("permission_key");

-- CreateIndex
CREATE INDEX "users_role_idx" ON "core"."user_roles"("tenant_id", "role_id");

-- CreateIndex
CREATE INDEX "user_roles_tenant_id_tenant_role_id_idx" ON "core"."user_roles"("tenant_id", "tenant_role_id");

-- CreateIndex
CREATE INDEX "user_roles_role_id_idx" ON "core"."user_roles"("role_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_roles_tenant_id_user_id_role_id_key" ON "core"."user_roles"("tenant_id", "user_id", "role_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_roles_tenant_id_user_id_tenant_role_id_key" ON "core"."user_roles"("tenant_id", "user_id", "tenant_role_id");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_slug_key" ON "core"."tenants"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_keys_tenant_id_version_key" ON "core"."tenant_keys"("tenant_id", "version");

-- CreateIndex
CREATE INDEX "users_email_idx" ON "core"."users"("tenant_id", "email");

-- CreateIndex
CREATE INDEX "users_status_idx" ON "core"."users"("tenant_id", "status");

-- CreateIndex
CREATE INDEX "users_is_active_idx" ON "core"."users"("tenant_id", "is_active");

-- CreateIndex
CREATE INDEX "users_last_login_at_idx" ON "core"."users"("tenant_id", "last_login_at");

-- CreateIndex
CREATE INDEX "users_created_at_idx" ON "core"."users"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sessions_tenant_id_user_id_idx" ON "core"."sessions"("tenant_id", "user_id");

-- CreateIndex
CREATE INDEX "sessions_tenant_id_family_id_idx" ON "core"."sessions"("tenant_id", "family_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_tenant_id_token_hash_key" ON "core"."sessions"("tenant_id", "token_hash");

-- CreateIndex
-- orgdb:allow tenant-missing-in-key A request names the key only, and the key leads to its tenant. Prefixes are random.
CREATE UNIQUE INDEX "api_keys_prefix_key" ON "core"."api_keys"("prefix");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_created_by_id_idx" ON "core"."api_keys"("tenant_id", "created_by_id");

-- CreateIndex
CREATE INDEX "webhook_subscriptions_tenant_id_is_active_idx" ON "core"."webhook_subscriptions"("tenant_id", "is_active");

-- CreateIndex
CREATE INDEX "webhook_events_tenant_id_entity_entity_id_sequence_idx" ON "core"."webhook_events"("tenant_id", "entity", "entity_id", "sequence");

-- CreateIndex
CREATE INDEX "webhook_events_tenant_id_created_at_idx" ON "core"."webhook_events"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_tenant_id_subscription_id_created_at_idx" ON "core"."webhook_deliveries"("tenant_id", "subscription_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_tenant_id_event_id_subscription_id_key" ON "core"."webhook_deliveries"("tenant_id", "event_id", "subscription_id");

-- AddForeignKey
ALTER TABLE "core"."system_configurations" ADD CONSTRAINT "system_configurations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."integrations" ADD CONSTRAINT "integrations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."integration_tokens" ADD CONSTRAINT "integration_tokens_tenant_id_integration_id_fkey" FOREIGN KEY ("tenant_id", "integration_id") REFERENCES "core"."integrations"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."media_files" ADD CONSTRAINT "media_files_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."media_files" ADD CONSTRAINT "media_files_tenant_id_uploaded_by_id_fkey" FOREIGN KEY ("tenant_id", "uploaded_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."notifications" ADD CONSTRAINT "notifications_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."notifications" ADD CONSTRAINT "notifications_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."role_permissions" ADD CONSTRAINT "role_permissions_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "core"."roles"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."role_permissions" ADD CONSTRAINT "role_permissions_permission_key_fkey" FOREIGN KEY ("permission_key") REFERENCES "core"."permissions"("key") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."tenant_roles" ADD CONSTRAINT "tenant_roles_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."tenant_role_permissions" ADD CONSTRAINT "tenant_role_permissions_tenant_id_tenant_role_id_fkey" FOREIGN KEY ("tenant_id", "tenant_role_id") REFERENCES "core"."tenant_roles"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."tenant_role_permissions" ADD CONSTRAINT "tenant_role_permissions_permission_key_fkey" FOREIGN KEY ("permission_key") REFERENCES "core"."permissions"("key") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."user_roles" ADD CONSTRAINT "user_roles_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."user_roles" ADD CONSTRAINT "user_roles_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "core"."roles"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."user_roles" ADD CONSTRAINT "user_roles_tenant_id_tenant_role_id_fkey" FOREIGN KEY ("tenant_id", "tenant_role_id") REFERENCES "core"."tenant_roles"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."tenant_settings" ADD CONSTRAINT "tenant_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."tenant_keys" ADD CONSTRAINT "tenant_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."users" ADD CONSTRAINT "users_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."sessions" ADD CONSTRAINT "sessions_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."api_keys" ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."api_keys" ADD CONSTRAINT "api_keys_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."webhook_subscriptions" ADD CONSTRAINT "webhook_subscriptions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."webhook_events" ADD CONSTRAINT "webhook_events_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_tenant_id_event_id_fkey" FOREIGN KEY ("tenant_id", "event_id") REFERENCES "core"."webhook_events"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core"."webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_tenant_id_subscription_id_fkey" FOREIGN KEY ("tenant_id", "subscription_id") REFERENCES "core"."webhook_subscriptions"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- Beyond Prisma: checks, partial indexes, partitions, look-ups that need no tenant

ALTER TABLE "core"."tenants"
  ADD CONSTRAINT "tenants_slug_check" CHECK (slug ~ '^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$'),
  ADD CONSTRAINT "tenants_contact_email_check" CHECK (contact_email = lower(contact_email));
ALTER TABLE "core"."tenant_settings"
  ADD CONSTRAINT "tenant_settings_ranges_check" CHECK (
    revenue_health_drop_percent BETWEEN 0 AND 100
    AND minimum_orders_for_health >= 1
    AND default_sample_allowance_per_rep >= 0
    AND require_manager_approval_above >= 0
    AND minimum_orders_for_pace_calc >= 2
    AND pace_risk_threshold_days >= 0
  ),
  ADD CONSTRAINT "tenant_settings_currency_check" CHECK (default_currency ~ '^[A-Z]{3}$');
ALTER TABLE "core"."users" ADD CONSTRAINT "users_email_check" CHECK (email = lower(email) AND email LIKE '%_@_%');
ALTER TABLE "core"."permissions" ADD CONSTRAINT "permissions_key_check" CHECK (key ~ '^[a-z_]+:[a-z_]+$');
ALTER TABLE "core"."user_roles" ADD CONSTRAINT "user_roles_one_role_check" CHECK (num_nonnulls(role_id, tenant_role_id) = 1);
ALTER TABLE "core"."api_keys" ADD CONSTRAINT "api_keys_requests_per_minute_check" CHECK (requests_per_minute > 0);
ALTER TABLE "core"."notifications"
  ADD CONSTRAINT "notifications_one_recipient_check" CHECK (num_nonnulls(user_id, portal_user_id) = 1);
ALTER TABLE "core"."media_files"
  ADD CONSTRAINT "media_files_size_check" CHECK (size >= 0),
  ADD CONSTRAINT "media_files_sha256_check" CHECK (octet_length(sha256) = 32);
ALTER TABLE "core"."webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_attempts_check" CHECK (attempts >= 0);
ALTER TABLE "core"."webhook_subscriptions" ADD CONSTRAINT "webhook_subscriptions_url_check" CHECK (url ~ '^https?://');
ALTER TABLE "core"."system_configurations"
  ADD CONSTRAINT "system_configurations_scope_check" CHECK ((scope = 'GLOBAL') = (tenant_id IS NULL));

-- A deleted row keeps its e-mail free for another.
CREATE UNIQUE INDEX "users_email_key" ON "core"."users" (tenant_id, email) WHERE deleted_at IS NULL;
CREATE INDEX "notifications_user_unread_idx" ON "core"."notifications" (tenant_id, user_id, created_at)
  WHERE read_at IS NULL AND user_id IS NOT NULL;
CREATE INDEX "notifications_portal_user_unread_idx" ON "core"."notifications" (tenant_id, portal_user_id, created_at)
  WHERE read_at IS NULL AND portal_user_id IS NOT NULL;
CREATE INDEX "webhook_deliveries_due_idx" ON "core"."webhook_deliveries" (tenant_id, next_attempt_at)
  WHERE status = 'PENDING';

-- Monthly partitions of the audit, from last month to the given number of months ahead; what falls outside lands in the
-- default partition, so that no write ever fails for want of one. A partition is a table of its own: it is isolated
-- like its parent, and nobody but the owner has rights on it.
CREATE TABLE "core"."audit_logs_default" PARTITION OF "core"."audit_logs" DEFAULT;
ALTER TABLE "core"."audit_logs_default" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."audit_logs_default" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."audit_logs_default" TO org_owner USING (true) WITH CHECK (true);

CREATE FUNCTION core.ensure_audit_partitions(months_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' AS $$
DECLARE
  first_day date;
  name text;
  made integer := 0;
BEGIN
  IF months_ahead NOT BETWEEN 0 AND 120 THEN
    RAISE EXCEPTION 'months_ahead must be between 0 and 120, not %', months_ahead USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('core.ensure_audit_partitions'));
  FOR i IN -1..months_ahead LOOP
    first_day := date_trunc('month', now())::date + make_interval(months => i);
    name := 'audit_logs_' || to_char(first_day, 'YYYY_MM');
    CONTINUE WHEN to_regclass(format('core.%I', name)) IS NOT NULL;
    -- Rows that already lie in the default partition would forbid the new one; they stay where they are.
    CONTINUE WHEN EXISTS (
      SELECT FROM core.audit_logs_default WHERE created_at >= first_day AND created_at < first_day + interval '1 month'
    );
    EXECUTE format(
      'CREATE TABLE core.%I PARTITION OF core.audit_logs FOR VALUES FROM (%L) TO (%L)',
      name, first_day::timestamptz, (first_day + interval '1 month')::timestamptz
    );
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_access ON core.%I TO org_owner USING (true) WITH CHECK (true)', name);
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;
REVOKE ALL ON FUNCTION core.ensure_audit_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.ensure_audit_partitions(integer) TO org_worker, org_admin;
SELECT core.ensure_audit_partitions(12);

-- Logging in starts from a tenant's slug, before there is a context. This says no more than that the tenant exists.
CREATE FUNCTION core.resolve_tenant(tenant_slug text)
RETURNS TABLE (id uuid, slug varchar, name varchar, status core.tenant_status)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.id, t.slug, t.name, t.status FROM core.tenants AS t WHERE t.slug = lower(tenant_slug)
$$;
REVOKE ALL ON FUNCTION core.resolve_tenant(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.resolve_tenant(text) TO org_app, org_admin;

-- Jobs run for every tenant in turn, each in that tenant's own context: the worker needs the list, nothing of the rows.
CREATE FUNCTION core.active_tenant_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.id FROM core.tenants AS t WHERE t.status IN ('TRIAL', 'ACTIVE') ORDER BY t.id
$$;
REVOKE ALL ON FUNCTION core.active_tenant_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.active_tenant_ids() TO org_worker, org_admin;

GRANT USAGE ON SEQUENCE "core"."webhook_events_sequence_seq" TO org_app, org_admin;

-- core.audit_logs: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."audit_logs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."audit_logs" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."audit_logs" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."audit_logs" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."audit_logs" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."audit_logs" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT ON "core"."audit_logs" TO org_app;
GRANT SELECT, INSERT ON "core"."audit_logs" TO org_admin;

-- core.admin_accesses: isolation, rights, audit (derived from the schema's annotations)
GRANT SELECT, INSERT ON "core"."admin_accesses" TO org_admin;

-- core.system_configurations: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."system_configurations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."system_configurations" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."system_configurations" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."system_configurations" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."system_configurations" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY shared_rows ON "core"."system_configurations" FOR SELECT TO org_app USING ("tenant_id" IS NULL AND nullif(current_setting('app.current_tenant_id', true), '') IS NOT NULL);
CREATE POLICY portal_scope ON "core"."system_configurations" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."system_configurations" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."system_configurations" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."system_configurations" FOR EACH ROW EXECUTE FUNCTION core.write_audit('SystemConfiguration', 'tenant_id', '');

-- core.integrations: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."integrations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."integrations" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."integrations" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."integrations" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."integrations" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."integrations" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."integrations" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."integrations" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."integrations" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Integration', 'tenant_id', '');

-- core.integration_tokens: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."integration_tokens" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."integration_tokens" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."integration_tokens" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."integration_tokens" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."integration_tokens" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."integration_tokens" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."integration_tokens" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."integration_tokens" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."integration_tokens" FOR EACH ROW EXECUTE FUNCTION core.write_audit('IntegrationToken', 'tenant_id', 'ciphertext');

-- core.media_files: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."media_files" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."media_files" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."media_files" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."media_files" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."media_files" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."media_files" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."media_files" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."media_files" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."media_files" FOR EACH ROW EXECUTE FUNCTION core.write_audit('MediaFile', 'tenant_id', '');

-- core.notifications: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."notifications" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."notifications" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."notifications" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."notifications" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."notifications" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."notifications" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid)) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."notifications" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."notifications" TO org_admin;

-- core.roles: isolation, rights, audit (derived from the schema's annotations)
GRANT SELECT ON "core"."roles" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."roles" TO org_admin;

-- core.permissions: isolation, rights, audit (derived from the schema's annotations)
GRANT SELECT ON "core"."permissions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."permissions" TO org_admin;

-- core.role_permissions: isolation, rights, audit (derived from the schema's annotations)
GRANT SELECT ON "core"."role_permissions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."role_permissions" TO org_admin;

-- core.tenant_roles: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."tenant_roles" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."tenant_roles" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."tenant_roles" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."tenant_roles" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."tenant_roles" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."tenant_roles" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenant_roles" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenant_roles" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."tenant_roles" FOR EACH ROW EXECUTE FUNCTION core.write_audit('TenantRole', 'tenant_id', '');

-- core.tenant_role_permissions: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."tenant_role_permissions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."tenant_role_permissions" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."tenant_role_permissions" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."tenant_role_permissions" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."tenant_role_permissions" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."tenant_role_permissions" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenant_role_permissions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenant_role_permissions" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."tenant_role_permissions" FOR EACH ROW EXECUTE FUNCTION core.write_audit('TenantRolePermission', 'tenant_id', '');

-- core.user_roles: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."user_roles" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."user_roles" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."user_roles" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."user_roles" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."user_roles" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."user_roles" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."user_roles" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."user_roles" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."user_roles" FOR EACH ROW EXECUTE FUNCTION core.write_audit('UserRole', 'tenant_id', '');

-- core.tenants: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."tenants" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."tenants" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."tenants" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."tenants" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."tenants" TO org_app USING ("id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."tenants" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT ON "core"."tenants" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenants" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."tenants" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Tenant', 'id', '');

-- core.tenant_settings: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."tenant_settings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."tenant_settings" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."tenant_settings" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."tenant_settings" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."tenant_settings" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."tenant_settings" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenant_settings" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenant_settings" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."tenant_settings" FOR EACH ROW EXECUTE FUNCTION core.write_audit('TenantSettings', 'tenant_id', '');

-- core.tenant_keys: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."tenant_keys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."tenant_keys" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."tenant_keys" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."tenant_keys" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."tenant_keys" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."tenant_keys" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenant_keys" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."tenant_keys" TO org_admin;

-- core.users: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."users" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."users" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."users" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."users" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."users" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."users" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."users" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."users" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."users" FOR EACH ROW EXECUTE FUNCTION core.write_audit('User', 'tenant_id', 'password_hash');

-- core.sessions: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."sessions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."sessions" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."sessions" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."sessions" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."sessions" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."sessions" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."sessions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."sessions" TO org_admin;

-- core.api_keys: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."api_keys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."api_keys" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."api_keys" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."api_keys" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."api_keys" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."api_keys" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."api_keys" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."api_keys" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."api_keys" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ApiKey', 'tenant_id', 'key_hash');

-- core.webhook_subscriptions: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."webhook_subscriptions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."webhook_subscriptions" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."webhook_subscriptions" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."webhook_subscriptions" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."webhook_subscriptions" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."webhook_subscriptions" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."webhook_subscriptions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."webhook_subscriptions" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."webhook_subscriptions" FOR EACH ROW EXECUTE FUNCTION core.write_audit('WebhookSubscription', 'tenant_id', 'secret_ciphertext');

-- core.webhook_events: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."webhook_events" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."webhook_events" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."webhook_events" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."webhook_events" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."webhook_events" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."webhook_events" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."webhook_events" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."webhook_events" TO org_admin;

-- core.webhook_deliveries: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "core"."webhook_deliveries" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "core"."webhook_deliveries" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "core"."webhook_deliveries" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "core"."webhook_deliveries" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "core"."webhook_deliveries" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "core"."webhook_deliveries" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."webhook_deliveries" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "core"."webhook_deliveries" TO org_admin;
