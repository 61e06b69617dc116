-- CreateEnum
CREATE TYPE "commerce"."cart_status" AS ENUM ('OPEN', 'CHECKED_OUT', 'ABANDONED');

-- CreateEnum
CREATE TYPE "commerce"."filing_status" AS ENUM ('DRAFT', 'FILED', 'ACCEPTED');

-- CreateEnum
CREATE TYPE "commerce"."customer_tier" AS ENUM ('basic', 'standard', 'premium');

-- CreateEnum
CREATE TYPE "commerce"."payment_terms" AS ENUM ('PREPAID', 'NET15', 'NET30', 'NET60');

-- CreateEnum
CREATE TYPE "commerce"."customer_status" AS ENUM ('PROSPECT', 'ACTIVE', 'ON_HOLD', 'CLOSED');

-- CreateEnum
CREATE TYPE "commerce"."portal_user_status" AS ENUM ('INVITED', 'ACTIVE', 'SUSPENDED');

-- CreateEnum
CREATE TYPE "commerce"."subscription_status" AS ENUM ('PENDING', 'SUBSCRIBED', 'UNSUBSCRIBED');

-- CreateEnum
CREATE TYPE "commerce"."order_status" AS ENUM ('PENDING_APPROVAL', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "commerce"."invoice_status" AS ENUM ('DRAFT', 'ISSUED', 'DELIVERED', 'PAID', 'VOID');

-- CreateEnum
CREATE TYPE "commerce"."payment_method" AS ENUM ('CARD', 'BANK_TRANSFER', 'CHECK', 'CASH');

-- CreateEnum
CREATE TYPE "commerce"."product_status" AS ENUM ('ACTIVE', 'DISCONTINUED');

-- CreateEnum
CREATE TYPE "commerce"."activity_type" AS ENUM ('CALL', 'VISIT', 'EMAIL', 'TASTING', 'NOTE');

-- CreateEnum
CREATE TYPE "commerce"."call_plan_status" AS ENUM ('PLANNED', 'DONE', 'SKIPPED');

-- CreateEnum
CREATE TYPE "commerce"."task_status" AS ENUM ('OPEN', 'DONE', 'CANCELLED');

-- CreateEnum
CREATE TYPE "commerce"."account_risk" AS ENUM ('HEALTHY', 'WATCH', 'AT_RISK', 'UNKNOWN');

-- CreateTable
CREATE TABLE "commerce"."carts" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "portal_user_id" UUID,
    "user_id" UUID,
    "status" "commerce"."cart_status" NOT NULL DEFAULT 'OPEN',
    "order_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "carts_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."cart_items" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "cart_id" UUID NOT NULL,
    "portal_user_id" UUID,
    "sku_id" UUID NOT NULL,
    "quantity" DECIMAL(12,3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cart_items_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."lists" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "portal_user_id" UUID,
    "user_id" UUID,
    "name" VARCHAR(120) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lists_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."list_items" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "list_id" UUID NOT NULL,
    "portal_user_id" UUID,
    "sku_id" UUID NOT NULL,
    "quantity" DECIMAL(12,3) NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "list_items_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."compliance_filings" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "state" CHAR(2) NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "order_count" INTEGER NOT NULL,
    "taxable_sales" DECIMAL(16,2) NOT NULL,
    "tax_due" DECIMAL(16,2) NOT NULL,
    "status" "commerce"."filing_status" NOT NULL DEFAULT 'DRAFT',
    "filed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "compliance_filings_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."state_tax_rates" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "state" CHAR(2) NOT NULL,
    "rate" DECIMAL(7,5) NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "state_tax_rates_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."customers" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "tier" "commerce"."customer_tier" NOT NULL DEFAULT 'basic',
    "status" "commerce"."customer_status" NOT NULL DEFAULT 'ACTIVE',
    "payment_terms" "commerce"."payment_terms" NOT NULL DEFAULT 'NET30',
    "credit_limit" DECIMAL(14,2),
    "email" VARCHAR(180),
    "phone" VARCHAR(40),
    "address_line" VARCHAR(200),
    "city" VARCHAR(120),
    "state" CHAR(2) NOT NULL,
    "postal_code" VARCHAR(20),
    "license_number" VARCHAR(50),
    "sales_rep_id" UUID,
    "total_ordered" DECIMAL(16,2) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "customers_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."portal_users" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "role_id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "email" VARCHAR(180) NOT NULL,
    "password_hash" VARCHAR(255) NOT NULL,
    "status" "commerce"."portal_user_status" NOT NULL DEFAULT 'INVITED',
    "is_primary_contact" BOOLEAN NOT NULL DEFAULT false,
    "email_verified_at" TIMESTAMPTZ(3),
    "last_login_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "portal_users_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."portal_sessions" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "portal_user_id" UUID NOT NULL,
    "family_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "rotated_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "ip" INET,
    "user_agent" VARCHAR(500),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "portal_sessions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."newsletter_subscriptions" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "email" VARCHAR(180) NOT NULL,
    "status" "commerce"."subscription_status" NOT NULL DEFAULT 'PENDING',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "newsletter_subscriptions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."orders" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "number" VARCHAR(50) NOT NULL,
    "customer_id" UUID NOT NULL,
    "portal_user_id" UUID,
    "sales_rep_id" UUID,
    "approved_by_id" UUID,
    "status" "commerce"."order_status" NOT NULL DEFAULT 'CONFIRMED',
    "is_sample" BOOLEAN NOT NULL DEFAULT false,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "tax_state" CHAR(2) NOT NULL,
    "tax_rate" DECIMAL(7,5) NOT NULL,
    "subtotal" DECIMAL(14,2) NOT NULL,
    "tax_total" DECIMAL(14,2) NOT NULL,
    "total" DECIMAL(14,2) NOT NULL,
    "notes" VARCHAR(2000) NOT NULL DEFAULT '',
    "idempotency_key" VARCHAR(100),
    "ordered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "approved_at" TIMESTAMPTZ(3),
    "shipped_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."order_lines" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "order_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "line_number" INTEGER NOT NULL,
    "sku_id" UUID NOT NULL,
    "location" VARCHAR(50) NOT NULL DEFAULT 'MAIN',
    "quantity" DECIMAL(12,3) NOT NULL,
    "unit_price" DECIMAL(14,4) NOT NULL,
    "line_total" DECIMAL(14,2) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."invoices" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "number" VARCHAR(50) NOT NULL,
    "order_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "status" "commerce"."invoice_status" NOT NULL DEFAULT 'ISSUED',
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "subtotal" DECIMAL(14,2) NOT NULL,
    "tax_total" DECIMAL(14,2) NOT NULL,
    "total" DECIMAL(14,2) NOT NULL,
    "amount_paid" DECIMAL(14,2) NOT NULL DEFAULT 0,
    "issued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "due_on" DATE NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."payments" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "invoice_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "amount" DECIMAL(14,2) NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "method" "commerce"."payment_method" NOT NULL,
    "reference" VARCHAR(100),
    "idempotency_key" VARCHAR(100),
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."products" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "vintage" INTEGER,
    "region" VARCHAR(120),
    "varietal" VARCHAR(120),
    "description" VARCHAR(4000) NOT NULL DEFAULT '',
    "status" "commerce"."product_status" NOT NULL DEFAULT 'ACTIVE',
    "supplier_id" UUID,
    "portal_visible" BOOLEAN NOT NULL DEFAULT true,
    "exclusive_customer_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "products_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."skus" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "product_id" UUID NOT NULL,
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "bottle_size_ml" INTEGER NOT NULL DEFAULT 750,
    "units_per_case" INTEGER NOT NULL DEFAULT 12,
    "barcode" VARCHAR(32),
    "status" "commerce"."product_status" NOT NULL DEFAULT 'ACTIVE',
    "portal_visible" BOOLEAN NOT NULL DEFAULT true,
    "exclusive_customer_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "skus_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."inventory" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "sku_id" UUID NOT NULL,
    "location" VARCHAR(50) NOT NULL DEFAULT 'MAIN',
    "on_hand" DECIMAL(12,3) NOT NULL DEFAULT 0,
    "reserved" DECIMAL(12,3) NOT NULL DEFAULT 0,
    "reorder_point" DECIMAL(12,3) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inventory_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."price_list_entries" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "sku_id" UUID NOT NULL,
    "customer_id" UUID,
    "tier" "commerce"."customer_tier",
    "min_quantity" DECIMAL(12,3) NOT NULL DEFAULT 1,
    "unit_price" DECIMAL(14,4) NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "valid_from" DATE NOT NULL DEFAULT CURRENT_DATE,
    "valid_to" DATE,
    "portal_visible" BOOLEAN NOT NULL DEFAULT true,
    "exclusive_customer_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "price_list_entries_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."suppliers" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "email" VARCHAR(180),
    "phone" VARCHAR(40),
    "country" CHAR(2),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "suppliers_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."activities" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "type" "commerce"."activity_type" NOT NULL,
    "subject" VARCHAR(200) NOT NULL,
    "notes" VARCHAR(4000) NOT NULL DEFAULT '',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "activities_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."call_plans" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "planned_on" DATE NOT NULL,
    "objective" VARCHAR(500) NOT NULL DEFAULT '',
    "status" "commerce"."call_plan_status" NOT NULL DEFAULT 'PLANNED',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_plans_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."tasks" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID,
    "assignee_id" UUID NOT NULL,
    "title" VARCHAR(200) NOT NULL,
    "status" "commerce"."task_status" NOT NULL DEFAULT 'OPEN',
    "due_on" DATE,
    "completed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."account_health_snapshots" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "snapshot_on" DATE NOT NULL,
    "order_count" INTEGER NOT NULL,
    "revenue_current" DECIMAL(16,2) NOT NULL,
    "revenue_previous" DECIMAL(16,2) NOT NULL,
    "revenue_drop_percent" DECIMAL(9,2),
    "average_pace_days" DECIMAL(9,2),
    "days_since_last_order" INTEGER,
    "risk" "commerce"."account_risk" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_health_snapshots_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "commerce"."sales_metrics" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "user_id" UUID NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "order_count" INTEGER NOT NULL,
    "revenue" DECIMAL(16,2) NOT NULL,
    "sample_units" DECIMAL(12,3) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sales_metrics_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "carts_tenant_id_customer_id_status_idx" ON "commerce"."carts"("tenant_id", "customer_id", "status");

-- CreateIndex
CREATE INDEX "carts_tenant_id_portal_user_id_status_idx" ON "commerce"."carts"("tenant_id", "portal_user_id", "status");

-- CreateIndex
CREATE INDEX "carts_tenant_id_user_id_idx" ON "commerce"."carts"("tenant_id", "user_id");

-- CreateIndex
CREATE INDEX "carts_tenant_id_created_at_id_idx" ON "commerce"."carts"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "carts_tenant_id_order_id_key" ON "commerce"."carts"("tenant_id", "order_id");

-- CreateIndex
CREATE INDEX "cart_items_tenant_id_sku_id_idx" ON "commerce"."cart_items"("tenant_id", "sku_id");

-- CreateIndex
CREATE INDEX "cart_items_tenant_id_portal_user_id_idx" ON "commerce"."cart_items"("tenant_id", "portal_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "cart_items_tenant_id_cart_id_sku_id_key" ON "commerce"."cart_items"("tenant_id", "cart_id", "sku_id");

-- CreateIndex
CREATE INDEX "lists_tenant_id_customer_id_idx" ON "commerce"."lists"("tenant_id", "customer_id");

-- CreateIndex
CREATE INDEX "lists_tenant_id_portal_user_id_idx" ON "commerce"."lists"("tenant_id", "portal_user_id");

-- CreateIndex
CREATE INDEX "lists_tenant_id_user_id_idx" ON "commerce"."lists"("tenant_id", "user_id");

-- CreateIndex
CREATE INDEX "list_items_tenant_id_sku_id_idx" ON "commerce"."list_items"("tenant_id", "sku_id");

-- CreateIndex
CREATE INDEX "list_items_tenant_id_portal_user_id_idx" ON "commerce"."list_items"("tenant_id", "portal_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "list_items_tenant_id_list_id_sku_id_key" ON "commerce"."list_items"("tenant_id", "list_id", "sku_id");

-- CreateIndex
CREATE INDEX "compliance_filings_tenant_id_status_period_end_idx" ON "commerce"."compliance_filings"("tenant_id", "status", "period_end");

-- CreateIndex
CREATE UNIQUE INDEX "compliance_filings_tenant_id_state_period_start_period_end_key" ON "commerce"."compliance_filings"("tenant_id", "state", "period_start", "period_end");

-- CreateIndex
CREATE UNIQUE INDEX "state_tax_rates_tenant_id_state_valid_from_key" ON "commerce"."state_tax_rates"("tenant_id", "state", "valid_from");

-- CreateIndex
CREATE INDEX "customers_tenant_id_code_idx" ON "commerce"."customers"("tenant_id", "code");

-- CreateIndex
CREATE INDEX "customers_tenant_id_name_idx" ON "commerce"."customers"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "customers_tenant_id_tier_idx" ON "commerce"."customers"("tenant_id", "tier");

-- CreateIndex
CREATE INDEX "customers_tenant_id_status_created_at_idx" ON "commerce"."customers"("tenant_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "customers_tenant_id_sales_rep_id_idx" ON "commerce"."customers"("tenant_id", "sales_rep_id");

-- CreateIndex
CREATE INDEX "customers_tenant_id_created_at_id_idx" ON "commerce"."customers"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "portal_users_tenant_id_email_idx" ON "commerce"."portal_users"("tenant_id", "email");

-- CreateIndex
CREATE INDEX "portal_users_tenant_id_customer_id_idx" ON "commerce"."portal_users"("tenant_id", "customer_id");

-- CreateIndex
CREATE INDEX "portal_users_role_id_idx" ON "commerce"."portal_users"("role_id");

-- CreateIndex
CREATE INDEX "portal_sessions_tenant_id_portal_user_id_idx" ON "commerce"."portal_sessions"("tenant_id", "portal_user_id");

-- CreateIndex
CREATE INDEX "portal_sessions_tenant_id_family_id_idx" ON "commerce"."portal_sessions"("tenant_id", "family_id");

-- CreateIndex
CREATE UNIQUE INDEX "portal_sessions_tenant_id_token_hash_key" ON "commerce"."portal_sessions"("tenant_id", "token_hash");

-- CreateIndex
CREATE INDEX "newsletter_subscriptions_tenant_id_status_idx" ON "commerce"."newsletter_subscriptions"("tenant_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "newsletter_subscriptions_tenant_id_email_key" ON "commerce"."newsletter_subscriptions"("tenant_id", "email");

-- CreateIndex
CREATE INDEX "orders_tenant_id_customer_id_ordered_at_idx" ON "commerce"."orders"("tenant_id", "customer_id", "ordered_at");

-- CreateIndex
CREATE INDEX "orders_tenant_id_status_ordered_at_idx" ON "commerce"."orders"("tenant_id", "status", "ordered_at");

-- CreateIndex
CREATE INDEX "orders_tenant_id_ordered_at_id_idx" ON "commerce"."orders"("tenant_id", "ordered_at", "id");

-- CreateIndex
CREATE INDEX "orders_tenant_id_created_at_id_idx" ON "commerce"."orders"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "orders_tenant_id_portal_user_id_idx" ON "commerce"."orders"("tenant_id", "portal_user_id");

-- CreateIndex
CREATE INDEX "orders_tenant_id_sales_rep_id_ordered_at_idx" ON "commerce"."orders"("tenant_id", "sales_rep_id", "ordered_at");

-- CreateIndex
CREATE INDEX "orders_tenant_id_approved_by_id_idx" ON "commerce"."orders"("tenant_id", "approved_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_tenant_id_id_customer_id_key" ON "commerce"."orders"("tenant_id", "id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_tenant_id_number_key" ON "commerce"."orders"("tenant_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "orders_tenant_id_idempotency_key_key" ON "commerce"."orders"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "order_lines_tenant_id_order_id_customer_id_idx" ON "commerce"."order_lines"("tenant_id", "order_id", "customer_id");

-- CreateIndex
CREATE INDEX "order_lines_tenant_id_customer_id_idx" ON "commerce"."order_lines"("tenant_id", "customer_id");

-- CreateIndex
CREATE INDEX "order_lines_tenant_id_sku_id_idx" ON "commerce"."order_lines"("tenant_id", "sku_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_lines_tenant_id_order_id_line_number_key" ON "commerce"."order_lines"("tenant_id", "order_id", "line_number");

-- CreateIndex
CREATE INDEX "invoices_tenant_id_order_id_customer_id_idx" ON "commerce"."invoices"("tenant_id", "order_id", "customer_id");

-- CreateIndex
CREATE INDEX "invoices_tenant_id_customer_id_issued_at_idx" ON "commerce"."invoices"("tenant_id", "customer_id", "issued_at");

-- CreateIndex
CREATE INDEX "invoices_tenant_id_status_due_on_idx" ON "commerce"."invoices"("tenant_id", "status", "due_on");

-- CreateIndex
CREATE INDEX "invoices_tenant_id_created_at_id_idx" ON "commerce"."invoices"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_tenant_id_id_customer_id_key" ON "commerce"."invoices"("tenant_id", "id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_tenant_id_number_key" ON "commerce"."invoices"("tenant_id", "number");

-- CreateIndex
CREATE INDEX "payments_tenant_id_invoice_id_customer_id_idx" ON "commerce"."payments"("tenant_id", "invoice_id", "customer_id");

-- CreateIndex
CREATE INDEX "payments_tenant_id_customer_id_received_at_idx" ON "commerce"."payments"("tenant_id", "customer_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "payments_tenant_id_idempotency_key_key" ON "commerce"."payments"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "products_tenant_id_code_idx" ON "commerce"."products"("tenant_id", "code");

-- CreateIndex
CREATE INDEX "products_tenant_id_name_idx" ON "commerce"."products"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "products_tenant_id_status_created_at_idx" ON "commerce"."products"("tenant_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "products_tenant_id_created_at_id_idx" ON "commerce"."products"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "products_tenant_id_supplier_id_idx" ON "commerce"."products"("tenant_id", "supplier_id");

-- CreateIndex
CREATE INDEX "products_tenant_id_exclusive_customer_id_idx" ON "commerce"."products"("tenant_id", "exclusive_customer_id");

-- CreateIndex
CREATE INDEX "skus_tenant_id_product_id_idx" ON "commerce"."skus"("tenant_id", "product_id");

-- CreateIndex
CREATE INDEX "skus_tenant_id_exclusive_customer_id_idx" ON "commerce"."skus"("tenant_id", "exclusive_customer_id");

-- CreateIndex
CREATE INDEX "skus_tenant_id_created_at_id_idx" ON "commerce"."skus"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "skus_tenant_id_code_key" ON "commerce"."skus"("tenant_id", "code");

-- CreateIndex
CREATE INDEX "inventory_tenant_id_location_idx" ON "commerce"."inventory"("tenant_id", "location");

-- CreateIndex
CREATE INDEX "inventory_tenant_id_created_at_id_idx" ON "commerce"."inventory"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "inventory_tenant_id_sku_id_location_key" ON "commerce"."inventory"("tenant_id", "sku_id", "location");

-- CreateIndex
CREATE INDEX "price_list_entries_tenant_id_sku_id_valid_from_idx" ON "commerce"."price_list_entries"("tenant_id", "sku_id", "valid_from");

-- CreateIndex
CREATE INDEX "price_list_entries_tenant_id_customer_id_idx" ON "commerce"."price_list_entries"("tenant_id", "customer_id");

-- CreateIndex
CREATE INDEX "price_list_entries_tenant_id_exclusive_customer_id_idx" ON "commerce"."price_list_entries"("tenant_id", "exclusive_customer_id");

-- CreateIndex
CREATE INDEX "suppliers_tenant_id_code_idx" ON "commerce"."suppliers"("tenant_id", "code");

-- CreateIndex
CREATE INDEX "suppliers_tenant_id_name_idx" ON "commerce"."suppliers"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "activities_tenant_id_customer_id_occurred_at_idx" ON "commerce"."activities"("tenant_id", "customer_id", "occurred_at");

-- CreateIndex
CREATE INDEX "activities_tenant_id_user_id_occurred_at_idx" ON "commerce"."activities"("tenant_id", "user_id", "occurred_at");

-- CreateIndex
CREATE INDEX "call_plans_tenant_id_user_id_planned_on_idx" ON "commerce"."call_plans"("tenant_id", "user_id", "planned_on");

-- CreateIndex
CREATE INDEX "call_plans_tenant_id_customer_id_idx" ON "commerce"."call_plans"("tenant_id", "customer_id");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_assignee_id_status_due_on_idx" ON "commerce"."tasks"("tenant_id", "assignee_id", "status", "due_on");

-- CreateIndex
CREATE INDEX "tasks_tenant_id_customer_id_idx" ON "commerce"."tasks"("tenant_id", "customer_id");

-- CreateIndex
CREATE INDEX "account_health_snapshots_tenant_id_snapshot_on_risk_idx" ON "commerce"."account_health_snapshots"("tenant_id", "snapshot_on", "risk");

-- CreateIndex
CREATE UNIQUE INDEX "account_health_snapshots_tenant_id_customer_id_snapshot_on_key" ON "commerce"."account_health_snapshots"("tenant_id", "customer_id", "snapshot_on");

-- CreateIndex
CREATE INDEX "sales_metrics_tenant_id_period_start_idx" ON "commerce"."sales_metrics"("tenant_id", "period_start");

-- CreateIndex
CREATE UNIQUE INDEX "sales_metrics_tenant_id_user_id_period_start_period_end_key" ON "commerce"."sales_metrics"("tenant_id", "user_id", "period_start", "period_end");

-- AddForeignKey
ALTER TABLE "commerce"."carts" ADD CONSTRAINT "carts_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."carts" ADD CONSTRAINT "carts_tenant_id_portal_user_id_fkey" FOREIGN KEY ("tenant_id", "portal_user_id") REFERENCES "commerce"."portal_users"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."carts" ADD CONSTRAINT "carts_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."carts" ADD CONSTRAINT "carts_tenant_id_order_id_fkey" FOREIGN KEY ("tenant_id", "order_id") REFERENCES "commerce"."orders"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."cart_items" ADD CONSTRAINT "cart_items_tenant_id_cart_id_fkey" FOREIGN KEY ("tenant_id", "cart_id") REFERENCES "commerce"."carts"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."cart_items" ADD CONSTRAINT "cart_items_tenant_id_sku_id_fkey" FOREIGN KEY ("tenant_id", "sku_id") REFERENCES "commerce"."skus"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."lists" ADD CONSTRAINT "lists_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."lists" ADD CONSTRAINT "lists_tenant_id_portal_user_id_fkey" FOREIGN KEY ("tenant_id", "portal_user_id") REFERENCES "commerce"."portal_users"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."lists" ADD CONSTRAINT "lists_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."list_items" ADD CONSTRAINT "list_items_tenant_id_list_id_fkey" FOREIGN KEY ("tenant_id", "list_id") REFERENCES "commerce"."lists"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."list_items" ADD CONSTRAINT "list_items_tenant_id_sku_id_fkey" FOREIGN KEY ("tenant_id", "sku_id") REFERENCES "commerce"."skus"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."compliance_filings" ADD CONSTRAINT "compliance_filings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."state_tax_rates" ADD CONSTRAINT "state_tax_rates_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."customers" ADD CONSTRAINT "customers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."customers" ADD CONSTRAINT "customers_tenant_id_sales_rep_id_fkey" FOREIGN KEY ("tenant_id", "sales_rep_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."portal_users" ADD CONSTRAINT "portal_users_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."portal_users" ADD CONSTRAINT "portal_users_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "core"."roles"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."portal_sessions" ADD CONSTRAINT "portal_sessions_tenant_id_portal_user_id_fkey" FOREIGN KEY ("tenant_id", "portal_user_id") REFERENCES "commerce"."portal_users"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."newsletter_subscriptions" ADD CONSTRAINT "newsletter_subscriptions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."orders" ADD CONSTRAINT "orders_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."orders" ADD CONSTRAINT "orders_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."orders" ADD CONSTRAINT "orders_tenant_id_portal_user_id_fkey" FOREIGN KEY ("tenant_id", "portal_user_id") REFERENCES "commerce"."portal_users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."orders" ADD CONSTRAINT "orders_tenant_id_sales_rep_id_fkey" FOREIGN KEY ("tenant_id", "sales_rep_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."orders" ADD CONSTRAINT "orders_tenant_id_approved_by_id_fkey" FOREIGN KEY ("tenant_id", "approved_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."order_lines" ADD CONSTRAINT "order_lines_tenant_id_order_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "order_id", "customer_id") REFERENCES "commerce"."orders"("tenant_id", "id", "customer_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."order_lines" ADD CONSTRAINT "order_lines_tenant_id_sku_id_fkey" FOREIGN KEY ("tenant_id", "sku_id") REFERENCES "commerce"."skus"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."invoices" ADD CONSTRAINT "invoices_tenant_id_order_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "order_id", "customer_id") REFERENCES "commerce"."orders"("tenant_id", "id", "customer_id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."payments" ADD CONSTRAINT "payments_tenant_id_invoice_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "invoice_id", "customer_id") REFERENCES "commerce"."invoices"("tenant_id", "id", "customer_id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."products" ADD CONSTRAINT "products_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."products" ADD CONSTRAINT "products_tenant_id_supplier_id_fkey" FOREIGN KEY ("tenant_id", "supplier_id") REFERENCES "commerce"."suppliers"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."products" ADD CONSTRAINT "products_tenant_id_exclusive_customer_id_fkey" FOREIGN KEY ("tenant_id", "exclusive_customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."skus" ADD CONSTRAINT "skus_tenant_id_product_id_fkey" FOREIGN KEY ("tenant_id", "product_id") REFERENCES "commerce"."products"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."skus" ADD CONSTRAINT "skus_tenant_id_exclusive_customer_id_fkey" FOREIGN KEY ("tenant_id", "exclusive_customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."inventory" ADD CONSTRAINT "inventory_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."inventory" ADD CONSTRAINT "inventory_tenant_id_sku_id_fkey" FOREIGN KEY ("tenant_id", "sku_id") REFERENCES "commerce"."skus"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."price_list_entries" ADD CONSTRAINT "price_list_entries_tenant_id_sku_id_fkey" FOREIGN KEY ("tenant_id", "sku_id") REFERENCES "commerce"."skus"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."price_list_entries" ADD CONSTRAINT "price_list_entries_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."price_list_entries" ADD CONSTRAINT "price_list_entries_tenant_id_exclusive_customer_id_fkey" FOREIGN KEY ("tenant_id", "exclusive_customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."suppliers" ADD CONSTRAINT "suppliers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."activities" ADD CONSTRAINT "activities_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."activities" ADD CONSTRAINT "activities_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."activities" ADD CONSTRAINT "activities_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."call_plans" ADD CONSTRAINT "call_plans_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."call_plans" ADD CONSTRAINT "call_plans_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."call_plans" ADD CONSTRAINT "call_plans_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."tasks" ADD CONSTRAINT "tasks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."tasks" ADD CONSTRAINT "tasks_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."tasks" ADD CONSTRAINT "tasks_tenant_id_assignee_id_fkey" FOREIGN KEY ("tenant_id", "assignee_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."account_health_snapshots" ADD CONSTRAINT "account_health_snapshots_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "commerce"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."sales_metrics" ADD CONSTRAINT "sales_metrics_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "commerce"."sales_metrics" ADD CONSTRAINT "sales_metrics_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
-- orgdb:allow foreign-key-validated The column came with the first release, in which nothing was there to be checked.
ALTER TABLE "core"."notifications" ADD CONSTRAINT "notifications_tenant_id_portal_user_id_fkey" FOREIGN KEY ("tenant_id", "portal_user_id") REFERENCES "commerce"."portal_users"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- Beyond Prisma: checks, partial indexes, exclusion constraints, and the columns that triggers keep

ALTER TABLE "commerce"."products" ADD CONSTRAINT "products_vintage_check" CHECK (vintage BETWEEN 1800 AND 2200);
ALTER TABLE "commerce"."skus"
  ADD CONSTRAINT "skus_sizes_check" CHECK (bottle_size_ml > 0 AND units_per_case > 0);
ALTER TABLE "commerce"."inventory"
  ADD CONSTRAINT "inventory_quantities_check" CHECK (on_hand >= 0 AND reserved >= 0 AND reserved <= on_hand AND reorder_point >= 0);
ALTER TABLE "commerce"."price_list_entries"
  ADD CONSTRAINT "price_list_entries_values_check" CHECK (min_quantity > 0 AND unit_price >= 0 AND currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "price_list_entries_period_check" CHECK (valid_to >= valid_from),
  ADD CONSTRAINT "price_list_entries_scope_check" CHECK (customer_id IS NULL OR tier IS NULL);
ALTER TABLE "commerce"."customers"
  ADD CONSTRAINT "customers_state_check" CHECK (state ~ '^[A-Z]{2}$'),
  ADD CONSTRAINT "customers_amounts_check" CHECK (credit_limit >= 0 AND total_ordered >= 0),
  ADD CONSTRAINT "customers_email_check" CHECK (email = lower(email));
ALTER TABLE "commerce"."portal_users"
  ADD CONSTRAINT "portal_users_email_check" CHECK (email = lower(email) AND email LIKE '%_@_%');
ALTER TABLE "commerce"."newsletter_subscriptions"
  ADD CONSTRAINT "newsletter_subscriptions_email_check" CHECK (email = lower(email) AND email LIKE '%_@_%');
ALTER TABLE "commerce"."orders"
  ADD CONSTRAINT "orders_totals_check" CHECK (
    subtotal >= 0 AND tax_rate >= 0 AND tax_total = round(subtotal * tax_rate, 2) AND total = subtotal + tax_total
  ),
  ADD CONSTRAINT "orders_status_check" CHECK (
    (status = 'DELIVERED') <= (delivered_at IS NOT NULL) AND (status = 'CANCELLED') <= (cancelled_at IS NOT NULL)
  );
ALTER TABLE "commerce"."order_lines"
  ADD CONSTRAINT "order_lines_amounts_check" CHECK (
    quantity > 0 AND unit_price >= 0 AND line_total = round(quantity * unit_price, 2)
  );
ALTER TABLE "commerce"."invoices"
  ADD CONSTRAINT "invoices_totals_check" CHECK (
    subtotal >= 0 AND tax_total >= 0 AND total = subtotal + tax_total AND amount_paid BETWEEN 0 AND total
  ),
  ADD CONSTRAINT "invoices_paid_check" CHECK (status <> 'PAID' OR (amount_paid = total AND paid_at IS NOT NULL));
ALTER TABLE "commerce"."payments" ADD CONSTRAINT "payments_amount_check" CHECK (amount > 0);
ALTER TABLE "commerce"."carts"
  ADD CONSTRAINT "carts_one_owner_check" CHECK (num_nonnulls(portal_user_id, user_id) = 1),
  ADD CONSTRAINT "carts_order_check" CHECK ((status = 'CHECKED_OUT') = (order_id IS NOT NULL));
ALTER TABLE "commerce"."cart_items" ADD CONSTRAINT "cart_items_quantity_check" CHECK (quantity > 0);
ALTER TABLE "commerce"."lists"
  ADD CONSTRAINT "lists_one_owner_check" CHECK (num_nonnulls(portal_user_id, user_id) = 1);
ALTER TABLE "commerce"."list_items" ADD CONSTRAINT "list_items_quantity_check" CHECK (quantity > 0);
ALTER TABLE "commerce"."sales_metrics" ADD CONSTRAINT "sales_metrics_period_check" CHECK (period_end >= period_start);
ALTER TABLE "commerce"."compliance_filings"
  ADD CONSTRAINT "compliance_filings_check" CHECK (period_end >= period_start AND state ~ '^[A-Z]{2}$');
ALTER TABLE "commerce"."state_tax_rates"
  ADD CONSTRAINT "state_tax_rates_check" CHECK (rate >= 0 AND rate < 1 AND state ~ '^[A-Z]{2}$' AND valid_to >= valid_from),
  ADD CONSTRAINT "state_tax_rates_no_overlap" EXCLUDE USING gist (
    tenant_id WITH =, state WITH =, daterange(valid_from, valid_to, '[]') WITH &&
  );

-- A deleted row keeps its business key free for another.
CREATE UNIQUE INDEX "products_code_key" ON "commerce"."products" (tenant_id, code) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "customers_code_key" ON "commerce"."customers" (tenant_id, code) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "suppliers_code_key" ON "commerce"."suppliers" (tenant_id, code) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "portal_users_email_key" ON "commerce"."portal_users" (tenant_id, email) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "portal_users_primary_contact_key" ON "commerce"."portal_users" (tenant_id, customer_id)
  WHERE is_primary_contact AND deleted_at IS NULL;
CREATE UNIQUE INDEX "carts_open_portal_user_key" ON "commerce"."carts" (tenant_id, portal_user_id)
  WHERE status = 'OPEN' AND portal_user_id IS NOT NULL;
CREATE UNIQUE INDEX "invoices_order_key" ON "commerce"."invoices" (tenant_id, order_id) WHERE status <> 'VOID';
CREATE INDEX "invoices_unpaid_idx" ON "commerce"."invoices" (tenant_id, due_on) WHERE status IN ('ISSUED', 'DELIVERED');
CREATE INDEX "tasks_open_idx" ON "commerce"."tasks" (tenant_id, due_on) WHERE status = 'OPEN';

-- Items of carts and lists carry their parent's portal user, because a policy reads the row's own columns only. The
-- look-up runs with the caller's rights: a parent that is out of sight gives no owner, and the policy refuses the row.
CREATE FUNCTION commerce.inherit_portal_user() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'cart_items' THEN
    NEW.portal_user_id := (SELECT portal_user_id FROM commerce.carts WHERE tenant_id = NEW.tenant_id AND id = NEW.cart_id);
  ELSE
    NEW.portal_user_id := (SELECT portal_user_id FROM commerce.lists WHERE tenant_id = NEW.tenant_id AND id = NEW.list_id);
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER inherit_portal_user BEFORE INSERT OR UPDATE ON "commerce"."cart_items"
  FOR EACH ROW EXECUTE FUNCTION commerce.inherit_portal_user();
CREATE TRIGGER inherit_portal_user BEFORE INSERT OR UPDATE ON "commerce"."list_items"
  FOR EACH ROW EXECUTE FUNCTION commerce.inherit_portal_user();

-- A cart or list never changes hands: its items would keep the former owner.
CREATE FUNCTION commerce.refuse_new_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the owner of a % cannot change', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER keep_owner BEFORE UPDATE ON "commerce"."carts" FOR EACH ROW
  WHEN (OLD.portal_user_id IS DISTINCT FROM NEW.portal_user_id OR OLD.customer_id <> NEW.customer_id)
  EXECUTE FUNCTION commerce.refuse_new_owner();
CREATE TRIGGER keep_owner BEFORE UPDATE ON "commerce"."lists" FOR EACH ROW
  WHEN (OLD.portal_user_id IS DISTINCT FROM NEW.portal_user_id OR OLD.customer_id <> NEW.customer_id)
  EXECUTE FUNCTION commerce.refuse_new_owner();

-- Who may see a product in the portal is decided on the product; its SKUs and their prices carry a copy.
CREATE FUNCTION commerce.inherit_offer() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'skus' THEN
    SELECT p.portal_visible AND p.deleted_at IS NULL, p.exclusive_customer_id
    INTO NEW.portal_visible, NEW.exclusive_customer_id
    FROM commerce.products AS p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.product_id;
  ELSE
    SELECT s.portal_visible, s.exclusive_customer_id INTO NEW.portal_visible, NEW.exclusive_customer_id
    FROM commerce.skus AS s WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.sku_id;
  END IF;
  -- The parent is missing or another tenant's: hidden, and the foreign key refuses the row.
  NEW.portal_visible := coalesce(NEW.portal_visible, false);
  RETURN NEW;
END
$$;
CREATE TRIGGER inherit_offer BEFORE INSERT OR UPDATE ON "commerce"."skus"
  FOR EACH ROW EXECUTE FUNCTION commerce.inherit_offer();
CREATE TRIGGER inherit_offer BEFORE INSERT OR UPDATE ON "commerce"."price_list_entries"
  FOR EACH ROW EXECUTE FUNCTION commerce.inherit_offer();

CREATE FUNCTION commerce.propagate_offer() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- The updates themselves change nothing: the triggers below them copy the values.
  IF TG_TABLE_NAME = 'products' THEN
    UPDATE commerce.skus SET product_id = product_id WHERE tenant_id = NEW.tenant_id AND product_id = NEW.id;
  ELSE
    UPDATE commerce.price_list_entries SET sku_id = sku_id WHERE tenant_id = NEW.tenant_id AND sku_id = NEW.id;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER propagate_offer AFTER UPDATE ON "commerce"."products" FOR EACH ROW
  WHEN (
    OLD.portal_visible <> NEW.portal_visible
    OR OLD.exclusive_customer_id IS DISTINCT FROM NEW.exclusive_customer_id
    OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at
  )
  EXECUTE FUNCTION commerce.propagate_offer();
CREATE TRIGGER propagate_offer AFTER UPDATE ON "commerce"."skus" FOR EACH ROW
  WHEN (
    OLD.portal_visible <> NEW.portal_visible OR OLD.exclusive_customer_id IS DISTINCT FROM NEW.exclusive_customer_id
  )
  EXECUTE FUNCTION commerce.propagate_offer();

-- commerce.carts: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."carts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."carts" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."carts" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."carts" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."carts" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."carts" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid AND "customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid)) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid AND "customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."carts" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."carts" TO org_admin;

-- commerce.cart_items: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."cart_items" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."cart_items" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."cart_items" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."cart_items" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."cart_items" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."cart_items" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid)) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."cart_items" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."cart_items" TO org_admin;

-- commerce.lists: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."lists" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."lists" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."lists" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."lists" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."lists" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."lists" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid AND "customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid)) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid AND "customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."lists" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."lists" TO org_admin;

-- commerce.list_items: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."list_items" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."list_items" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."list_items" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."list_items" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."list_items" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."list_items" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid)) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_user_id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."list_items" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."list_items" TO org_admin;

-- commerce.compliance_filings: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."compliance_filings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."compliance_filings" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."compliance_filings" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."compliance_filings" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."compliance_filings" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."compliance_filings" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."compliance_filings" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."compliance_filings" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."compliance_filings" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ComplianceFiling', 'tenant_id', '');

-- commerce.state_tax_rates: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."state_tax_rates" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."state_tax_rates" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."state_tax_rates" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."state_tax_rates" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."state_tax_rates" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."state_tax_rates" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."state_tax_rates" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."state_tax_rates" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."state_tax_rates" FOR EACH ROW EXECUTE FUNCTION core.write_audit('StateTaxRate', 'tenant_id', '');

-- commerce.customers: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."customers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."customers" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."customers" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."customers" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."customers" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."customers" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."customers" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."customers" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."customers" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Customer', 'tenant_id', '');

-- commerce.portal_users: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."portal_users" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."portal_users" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."portal_users" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."portal_users" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."portal_users" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."portal_users" AS RESTRICTIVE FOR SELECT TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("id" = nullif(current_setting('app.current_portal_user_id', true), '')::uuid));
CREATE POLICY portal_insert ON "commerce"."portal_users" AS RESTRICTIVE FOR INSERT TO org_app WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_update ON "commerce"."portal_users" AS RESTRICTIVE FOR UPDATE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_delete ON "commerce"."portal_users" AS RESTRICTIVE FOR DELETE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."portal_users" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."portal_users" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."portal_users" FOR EACH ROW EXECUTE FUNCTION core.write_audit('PortalUser', 'tenant_id', 'password_hash');

-- commerce.portal_sessions: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."portal_sessions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."portal_sessions" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."portal_sessions" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."portal_sessions" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."portal_sessions" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."portal_sessions" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."portal_sessions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."portal_sessions" TO org_admin;

-- commerce.newsletter_subscriptions: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."newsletter_subscriptions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."newsletter_subscriptions" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."newsletter_subscriptions" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."newsletter_subscriptions" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."newsletter_subscriptions" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."newsletter_subscriptions" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."newsletter_subscriptions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."newsletter_subscriptions" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."newsletter_subscriptions" FOR EACH ROW EXECUTE FUNCTION core.write_audit('NewsletterSubscription', 'tenant_id', '');

-- commerce.orders: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."orders" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."orders" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."orders" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."orders" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."orders" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."orders" AS RESTRICTIVE FOR SELECT TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid));
CREATE POLICY portal_insert ON "commerce"."orders" AS RESTRICTIVE FOR INSERT TO org_app WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_update ON "commerce"."orders" AS RESTRICTIVE FOR UPDATE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_delete ON "commerce"."orders" AS RESTRICTIVE FOR DELETE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."orders" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."orders" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."orders" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Order', 'tenant_id', '');

-- commerce.order_lines: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."order_lines" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."order_lines" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."order_lines" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."order_lines" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."order_lines" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."order_lines" AS RESTRICTIVE FOR SELECT TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid));
CREATE POLICY portal_insert ON "commerce"."order_lines" AS RESTRICTIVE FOR INSERT TO org_app WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_update ON "commerce"."order_lines" AS RESTRICTIVE FOR UPDATE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_delete ON "commerce"."order_lines" AS RESTRICTIVE FOR DELETE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."order_lines" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."order_lines" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."order_lines" FOR EACH ROW EXECUTE FUNCTION core.write_audit('OrderLine', 'tenant_id', '');

-- commerce.invoices: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."invoices" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."invoices" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."invoices" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."invoices" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."invoices" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."invoices" AS RESTRICTIVE FOR SELECT TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid));
CREATE POLICY portal_insert ON "commerce"."invoices" AS RESTRICTIVE FOR INSERT TO org_app WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_update ON "commerce"."invoices" AS RESTRICTIVE FOR UPDATE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_delete ON "commerce"."invoices" AS RESTRICTIVE FOR DELETE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."invoices" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."invoices" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."invoices" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Invoice', 'tenant_id', '');

-- commerce.payments: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."payments" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."payments" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."payments" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."payments" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."payments" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."payments" AS RESTRICTIVE FOR SELECT TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid));
CREATE POLICY portal_insert ON "commerce"."payments" AS RESTRICTIVE FOR INSERT TO org_app WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_update ON "commerce"."payments" AS RESTRICTIVE FOR UPDATE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_delete ON "commerce"."payments" AS RESTRICTIVE FOR DELETE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."payments" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."payments" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."payments" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Payment', 'tenant_id', '');

-- commerce.products: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."products" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."products" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."products" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."products" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."products" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."products" AS RESTRICTIVE FOR SELECT TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_visible" AND ("exclusive_customer_id" IS NULL OR "exclusive_customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid)));
CREATE POLICY portal_insert ON "commerce"."products" AS RESTRICTIVE FOR INSERT TO org_app WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_update ON "commerce"."products" AS RESTRICTIVE FOR UPDATE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_delete ON "commerce"."products" AS RESTRICTIVE FOR DELETE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."products" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."products" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."products" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Product', 'tenant_id', '');

-- commerce.skus: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."skus" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."skus" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."skus" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."skus" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."skus" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."skus" AS RESTRICTIVE FOR SELECT TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_visible" AND ("exclusive_customer_id" IS NULL OR "exclusive_customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid)));
CREATE POLICY portal_insert ON "commerce"."skus" AS RESTRICTIVE FOR INSERT TO org_app WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_update ON "commerce"."skus" AS RESTRICTIVE FOR UPDATE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_delete ON "commerce"."skus" AS RESTRICTIVE FOR DELETE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."skus" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."skus" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."skus" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Sku', 'tenant_id', '');

-- commerce.inventory: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."inventory" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."inventory" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."inventory" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."inventory" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."inventory" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."inventory" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."inventory" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."inventory" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."inventory" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Inventory', 'tenant_id', '');

-- commerce.price_list_entries: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."price_list_entries" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."price_list_entries" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."price_list_entries" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."price_list_entries" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."price_list_entries" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."price_list_entries" AS RESTRICTIVE FOR SELECT TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL OR ("portal_visible" AND ("exclusive_customer_id" IS NULL OR "exclusive_customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid) AND ("customer_id" IS NULL OR "customer_id" = nullif(current_setting('app.current_customer_id', true), '')::uuid) AND ("tier" IS NULL OR "tier"::text = nullif(current_setting('app.current_customer_tier', true), ''))));
CREATE POLICY portal_insert ON "commerce"."price_list_entries" AS RESTRICTIVE FOR INSERT TO org_app WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_update ON "commerce"."price_list_entries" AS RESTRICTIVE FOR UPDATE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
CREATE POLICY portal_delete ON "commerce"."price_list_entries" AS RESTRICTIVE FOR DELETE TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."price_list_entries" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."price_list_entries" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."price_list_entries" FOR EACH ROW EXECUTE FUNCTION core.write_audit('PriceListEntry', 'tenant_id', '');

-- commerce.suppliers: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."suppliers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."suppliers" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."suppliers" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."suppliers" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."suppliers" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."suppliers" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."suppliers" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."suppliers" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."suppliers" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Supplier', 'tenant_id', '');

-- commerce.activities: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."activities" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."activities" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."activities" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."activities" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."activities" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."activities" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."activities" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."activities" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."activities" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Activity', 'tenant_id', '');

-- commerce.call_plans: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."call_plans" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."call_plans" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."call_plans" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."call_plans" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."call_plans" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."call_plans" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."call_plans" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."call_plans" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."call_plans" FOR EACH ROW EXECUTE FUNCTION core.write_audit('CallPlan', 'tenant_id', '');

-- commerce.tasks: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."tasks" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."tasks" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."tasks" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."tasks" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."tasks" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."tasks" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."tasks" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."tasks" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "commerce"."tasks" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Task', 'tenant_id', '');

-- commerce.account_health_snapshots: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."account_health_snapshots" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."account_health_snapshots" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."account_health_snapshots" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."account_health_snapshots" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."account_health_snapshots" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."account_health_snapshots" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."account_health_snapshots" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."account_health_snapshots" TO org_admin;

-- commerce.sales_metrics: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "commerce"."sales_metrics" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "commerce"."sales_metrics" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "commerce"."sales_metrics" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "commerce"."sales_metrics" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "commerce"."sales_metrics" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "commerce"."sales_metrics" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."sales_metrics" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "commerce"."sales_metrics" TO org_admin;
