-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "construction";

-- CreateEnum
CREATE TYPE "construction"."pricing_tier" AS ENUM ('STANDARD', 'PREFERRED', 'VOLUME');

-- CreateEnum
CREATE TYPE "construction"."job_status" AS ENUM ('PLANNED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "construction"."material_unit" AS ENUM ('EA', 'LF', 'SF', 'SY', 'CY', 'BF', 'MBF', 'SQ', 'LB', 'GAL', 'BAG', 'BOX', 'ROLL', 'SHEET');

-- CreateEnum
CREATE TYPE "construction"."material_category" AS ENUM ('LUMBER', 'SHEATHING', 'CONCRETE', 'ROOFING', 'SIDING', 'INSULATION', 'DRYWALL', 'WINDOWS_DOORS', 'HARDWARE', 'FINISH');

-- CreateEnum
CREATE TYPE "construction"."price_source" AS ENUM ('VENDOR', 'RANDOM_LENGTHS', 'MANUAL');

-- CreateEnum
CREATE TYPE "construction"."purchase_order_status" AS ENUM ('DRAFT', 'ISSUED', 'ACKNOWLEDGED', 'RECEIVED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "construction"."takeoff_status" AS ENUM ('DRAFT', 'SUBMITTED', 'VALIDATED', 'APPROVED', 'REJECTED');

-- CreateEnum
CREATE TYPE "construction"."line_source" AS ENUM ('PLAN', 'ELEVATION', 'OPTION', 'MANUAL');

-- CreateEnum
CREATE TYPE "construction"."price_basis" AS ENUM ('CUSTOMER', 'TIER', 'COST', 'MANUAL');

-- CreateEnum
CREATE TYPE "construction"."validation_rule" AS ENUM ('PRICE_MISSING', 'QUANTITY_OUT_OF_RANGE', 'MATERIAL_DISCONTINUED', 'DUPLICATE_LINE');

-- CreateEnum
CREATE TYPE "construction"."validation_severity" AS ENUM ('WARNING', 'ERROR');

-- CreateEnum
CREATE TYPE "construction"."variance_scope" AS ENUM ('PLAN', 'OPTION', 'COMMUNITY', 'MATERIAL');

-- CreateEnum
CREATE TYPE "construction"."variance_review_status" AS ENUM ('PENDING', 'ACCEPTED', 'REJECTED', 'SUPERSEDED');

-- CreateTable
CREATE TABLE "construction"."customers" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "email" VARCHAR(180),
    "phone" VARCHAR(40),
    "address_line" VARCHAR(200),
    "city" VARCHAR(120),
    "state" CHAR(2),
    "postal_code" VARCHAR(20),
    "notes" VARCHAR(2000) NOT NULL DEFAULT '',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "customers_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."customer_contacts" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "title" VARCHAR(80),
    "email" VARCHAR(180),
    "phone" VARCHAR(40),
    "is_primary" BOOLEAN NOT NULL DEFAULT false,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_contacts_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."customer_external_ids" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "system" VARCHAR(50) NOT NULL,
    "external_id" VARCHAR(120) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_external_ids_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."communities" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "city" VARCHAR(120),
    "state" CHAR(2),
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "communities_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."lots" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "community_id" UUID NOT NULL,
    "number" VARCHAR(50) NOT NULL,
    "address_line" VARCHAR(200),
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "lots_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."jobs" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "code" VARCHAR(50) NOT NULL,
    "lot_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "elevation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "status" "construction"."job_status" NOT NULL DEFAULT 'PLANNED',
    "starts_on" DATE,
    "completed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."job_options" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "job_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "option_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "job_options_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."vendors" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "email" VARCHAR(180),
    "phone" VARCHAR(40),
    "lead_time_days" INTEGER NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "vendors_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."materials" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "vendor_id" UUID NOT NULL,
    "sku" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "category" "construction"."material_category" NOT NULL,
    "unit" "construction"."material_unit" NOT NULL,
    "current_cost" DECIMAL(14,4),
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "discontinued_at" TIMESTAMPTZ(3),
    "species" VARCHAR(50),
    "grade" VARCHAR(50),
    "size" VARCHAR(30),
    "region" VARCHAR(50),
    "board_feet_per_unit" DECIMAL(10,4),
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "materials_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."pricing_history" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "material_id" UUID NOT NULL,
    "unit_cost" DECIMAL(14,4) NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "source" "construction"."price_source" NOT NULL,
    "index_price_id" UUID,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pricing_history_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."random_lengths_pricing" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "species" VARCHAR(50) NOT NULL,
    "grade" VARCHAR(50) NOT NULL,
    "size" VARCHAR(30) NOT NULL,
    "region" VARCHAR(50) NOT NULL,
    "price_per_mbf" DECIMAL(12,4) NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "week_of" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "random_lengths_pricing_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."plans" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "square_feet" INTEGER,
    "bedrooms" INTEGER,
    "bathrooms" DECIMAL(3,1),
    "stories" INTEGER NOT NULL DEFAULT 1,
    "description" VARCHAR(4000) NOT NULL DEFAULT '',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "plans_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."plan_elevations" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "plan_id" UUID NOT NULL,
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "plan_elevations_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."plan_options" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "plan_id" UUID NOT NULL,
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "description" VARCHAR(2000) NOT NULL DEFAULT '',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "plan_options_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."plan_template_items" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "plan_id" UUID NOT NULL,
    "elevation_id" UUID,
    "option_id" UUID,
    "material_id" UUID NOT NULL,
    "quantity" DECIMAL(12,3) NOT NULL,
    "unit" "construction"."material_unit" NOT NULL,
    "waste_factor" DECIMAL(6,4) NOT NULL DEFAULT 0,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "plan_template_items_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."customer_pricing_tiers" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "tier" "construction"."pricing_tier" NOT NULL,
    "adjustment_percent" DECIMAL(7,4) NOT NULL DEFAULT 0,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pricing_tiers_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."customer_pricing" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "customer_id" UUID NOT NULL,
    "material_id" UUID NOT NULL,
    "unit_price" DECIMAL(14,4) NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pricing_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."purchase_orders" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "number" VARCHAR(50) NOT NULL,
    "takeoff_id" UUID NOT NULL,
    "vendor_id" UUID NOT NULL,
    "status" "construction"."purchase_order_status" NOT NULL DEFAULT 'DRAFT',
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "total" DECIMAL(16,2) NOT NULL,
    "created_by_id" UUID,
    "expected_on" DATE,
    "issued_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purchase_orders_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."purchase_order_lines" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "purchase_order_id" UUID NOT NULL,
    "takeoff_line_item_id" UUID NOT NULL,
    "line_number" INTEGER NOT NULL,
    "material_id" UUID NOT NULL,
    "unit" "construction"."material_unit" NOT NULL,
    "quantity" DECIMAL(12,3) NOT NULL,
    "unit_cost" DECIMAL(14,4) NOT NULL,
    "extended_cost" DECIMAL(16,2) NOT NULL,
    "received_quantity" DECIMAL(12,3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "purchase_order_lines_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."takeoffs" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "number" VARCHAR(50) NOT NULL,
    "job_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "status" "construction"."takeoff_status" NOT NULL DEFAULT 'DRAFT',
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "priced_on" DATE NOT NULL,
    "total" DECIMAL(16,2) NOT NULL DEFAULT 0,
    "created_by_id" UUID,
    "approved_by_id" UUID,
    "rejected_by_id" UUID,
    "rejection_reason" VARCHAR(1000),
    "idempotency_key" VARCHAR(100),
    "submitted_at" TIMESTAMPTZ(3),
    "validated_at" TIMESTAMPTZ(3),
    "approved_at" TIMESTAMPTZ(3),
    "rejected_at" TIMESTAMPTZ(3),
    "ordered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "takeoffs_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."takeoff_line_items" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "takeoff_id" UUID NOT NULL,
    "line_number" INTEGER NOT NULL,
    "source" "construction"."line_source" NOT NULL,
    "template_item_id" UUID,
    "material_id" UUID NOT NULL,
    "unit" "construction"."material_unit" NOT NULL,
    "base_quantity" DECIMAL(12,3) NOT NULL,
    "waste_factor" DECIMAL(6,4) NOT NULL DEFAULT 0,
    "quantity" DECIMAL(12,3) NOT NULL,
    "price_basis" "construction"."price_basis",
    "unit_cost" DECIMAL(14,4),
    "extended_cost" DECIMAL(16,2),
    "used_quantity" DECIMAL(12,3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "takeoff_line_items_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."takeoff_validations" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "takeoff_id" UUID NOT NULL,
    "line_item_id" UUID NOT NULL,
    "rule" "construction"."validation_rule" NOT NULL,
    "severity" "construction"."validation_severity" NOT NULL,
    "message" VARCHAR(500) NOT NULL,
    "resolved_by_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" VARCHAR(1000),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "takeoff_validations_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."variance_patterns" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "scope" "construction"."variance_scope" NOT NULL,
    "subject_id" UUID NOT NULL,
    "material_id" UUID NOT NULL,
    "template_item_id" UUID,
    "plan_id" UUID,
    "community_id" UUID,
    "sample_size" INTEGER NOT NULL,
    "mean" DECIMAL(10,6) NOT NULL,
    "deviation" DECIMAL(10,6) NOT NULL,
    "confidence" DECIMAL(5,4) NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "variance_patterns_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "construction"."variance_reviews" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "pattern_id" UUID NOT NULL,
    "status" "construction"."variance_review_status" NOT NULL DEFAULT 'PENDING',
    "sample_size" INTEGER NOT NULL,
    "mean" DECIMAL(10,6) NOT NULL,
    "deviation" DECIMAL(10,6) NOT NULL,
    "confidence" DECIMAL(5,4) NOT NULL,
    "reviewed_by_id" UUID,
    "reviewed_at" TIMESTAMPTZ(3),
    "note" VARCHAR(1000) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "variance_reviews_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "customer_contacts_tenant_id_customer_id_idx" ON "construction"."customer_contacts"("tenant_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_external_ids_tenant_id_system_external_id_key" ON "construction"."customer_external_ids"("tenant_id", "system", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_external_ids_tenant_id_customer_id_system_key" ON "construction"."customer_external_ids"("tenant_id", "customer_id", "system");

-- CreateIndex
CREATE INDEX "lots_tenant_id_community_id_number_idx" ON "construction"."lots"("tenant_id", "community_id", "number");

-- CreateIndex
CREATE INDEX "jobs_tenant_id_lot_id_idx" ON "construction"."jobs"("tenant_id", "lot_id");

-- CreateIndex
CREATE INDEX "jobs_tenant_id_plan_id_elevation_id_idx" ON "construction"."jobs"("tenant_id", "plan_id", "elevation_id");

-- CreateIndex
CREATE INDEX "jobs_tenant_id_customer_id_created_at_idx" ON "construction"."jobs"("tenant_id", "customer_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_tenant_id_id_plan_id_key" ON "construction"."jobs"("tenant_id", "id", "plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_tenant_id_id_customer_id_key" ON "construction"."jobs"("tenant_id", "id", "customer_id");

-- CreateIndex
CREATE INDEX "job_options_tenant_id_job_id_plan_id_idx" ON "construction"."job_options"("tenant_id", "job_id", "plan_id");

-- CreateIndex
CREATE INDEX "job_options_tenant_id_plan_id_option_id_idx" ON "construction"."job_options"("tenant_id", "plan_id", "option_id");

-- CreateIndex
CREATE UNIQUE INDEX "job_options_tenant_id_job_id_option_id_key" ON "construction"."job_options"("tenant_id", "job_id", "option_id");

-- CreateIndex
CREATE INDEX "materials_tenant_id_vendor_id_idx" ON "construction"."materials"("tenant_id", "vendor_id");

-- CreateIndex
CREATE UNIQUE INDEX "materials_tenant_id_id_unit_key" ON "construction"."materials"("tenant_id", "id", "unit");

-- CreateIndex
CREATE INDEX "pricing_history_tenant_id_index_price_id_idx" ON "construction"."pricing_history"("tenant_id", "index_price_id");

-- CreateIndex
CREATE UNIQUE INDEX "pricing_history_tenant_id_material_id_valid_from_key" ON "construction"."pricing_history"("tenant_id", "material_id", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "random_lengths_pricing_tenant_id_species_grade_size_region__key" ON "construction"."random_lengths_pricing"("tenant_id", "species", "grade", "size", "region", "week_of");

-- CreateIndex
CREATE INDEX "plan_elevations_tenant_id_plan_id_code_idx" ON "construction"."plan_elevations"("tenant_id", "plan_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "plan_elevations_tenant_id_plan_id_id_key" ON "construction"."plan_elevations"("tenant_id", "plan_id", "id");

-- CreateIndex
CREATE INDEX "plan_options_tenant_id_plan_id_code_idx" ON "construction"."plan_options"("tenant_id", "plan_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "plan_options_tenant_id_plan_id_id_key" ON "construction"."plan_options"("tenant_id", "plan_id", "id");

-- CreateIndex
CREATE INDEX "plan_template_items_tenant_id_plan_id_elevation_id_idx" ON "construction"."plan_template_items"("tenant_id", "plan_id", "elevation_id");

-- CreateIndex
CREATE INDEX "plan_template_items_tenant_id_plan_id_option_id_idx" ON "construction"."plan_template_items"("tenant_id", "plan_id", "option_id");

-- CreateIndex
CREATE INDEX "plan_template_items_tenant_id_material_id_unit_idx" ON "construction"."plan_template_items"("tenant_id", "material_id", "unit");

-- CreateIndex
CREATE UNIQUE INDEX "customer_pricing_tiers_tenant_id_customer_id_valid_from_key" ON "construction"."customer_pricing_tiers"("tenant_id", "customer_id", "valid_from");

-- CreateIndex
CREATE INDEX "customer_pricing_tenant_id_material_id_idx" ON "construction"."customer_pricing"("tenant_id", "material_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_pricing_tenant_id_customer_id_material_id_currency_key" ON "construction"."customer_pricing"("tenant_id", "customer_id", "material_id", "currency", "valid_from");

-- CreateIndex
CREATE INDEX "purchase_orders_tenant_id_vendor_id_created_at_idx" ON "construction"."purchase_orders"("tenant_id", "vendor_id", "created_at");

-- CreateIndex
CREATE INDEX "purchase_orders_tenant_id_created_by_id_idx" ON "construction"."purchase_orders"("tenant_id", "created_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_orders_tenant_id_number_key" ON "construction"."purchase_orders"("tenant_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_orders_tenant_id_takeoff_id_vendor_id_key" ON "construction"."purchase_orders"("tenant_id", "takeoff_id", "vendor_id");

-- CreateIndex
CREATE INDEX "purchase_order_lines_tenant_id_material_id_unit_idx" ON "construction"."purchase_order_lines"("tenant_id", "material_id", "unit");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_order_lines_tenant_id_purchase_order_id_line_numbe_key" ON "construction"."purchase_order_lines"("tenant_id", "purchase_order_id", "line_number");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_order_lines_tenant_id_takeoff_line_item_id_key" ON "construction"."purchase_order_lines"("tenant_id", "takeoff_line_item_id");

-- CreateIndex
CREATE INDEX "takeoffs_tenant_id_job_id_customer_id_idx" ON "construction"."takeoffs"("tenant_id", "job_id", "customer_id");

-- CreateIndex
CREATE INDEX "takeoffs_tenant_id_customer_id_created_at_idx" ON "construction"."takeoffs"("tenant_id", "customer_id", "created_at");

-- CreateIndex
CREATE INDEX "takeoffs_tenant_id_created_by_id_idx" ON "construction"."takeoffs"("tenant_id", "created_by_id");

-- CreateIndex
CREATE INDEX "takeoffs_tenant_id_approved_by_id_idx" ON "construction"."takeoffs"("tenant_id", "approved_by_id");

-- CreateIndex
CREATE INDEX "takeoffs_tenant_id_rejected_by_id_idx" ON "construction"."takeoffs"("tenant_id", "rejected_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "takeoffs_tenant_id_number_key" ON "construction"."takeoffs"("tenant_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "takeoffs_tenant_id_idempotency_key_key" ON "construction"."takeoffs"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "takeoff_line_items_tenant_id_template_item_id_idx" ON "construction"."takeoff_line_items"("tenant_id", "template_item_id");

-- CreateIndex
CREATE INDEX "takeoff_line_items_tenant_id_material_id_unit_idx" ON "construction"."takeoff_line_items"("tenant_id", "material_id", "unit");

-- CreateIndex
CREATE UNIQUE INDEX "takeoff_line_items_tenant_id_takeoff_id_line_number_key" ON "construction"."takeoff_line_items"("tenant_id", "takeoff_id", "line_number");

-- CreateIndex
CREATE UNIQUE INDEX "takeoff_line_items_tenant_id_takeoff_id_id_key" ON "construction"."takeoff_line_items"("tenant_id", "takeoff_id", "id");

-- CreateIndex
CREATE INDEX "takeoff_validations_tenant_id_takeoff_id_line_item_id_idx" ON "construction"."takeoff_validations"("tenant_id", "takeoff_id", "line_item_id");

-- CreateIndex
CREATE INDEX "takeoff_validations_tenant_id_resolved_by_id_idx" ON "construction"."takeoff_validations"("tenant_id", "resolved_by_id");

-- CreateIndex
CREATE INDEX "takeoff_validations_tenant_id_takeoff_id_severity_idx" ON "construction"."takeoff_validations"("tenant_id", "takeoff_id", "severity");

-- CreateIndex
CREATE UNIQUE INDEX "takeoff_validations_tenant_id_line_item_id_rule_key" ON "construction"."takeoff_validations"("tenant_id", "line_item_id", "rule");

-- CreateIndex
CREATE INDEX "variance_patterns_tenant_id_material_id_idx" ON "construction"."variance_patterns"("tenant_id", "material_id");

-- CreateIndex
CREATE INDEX "variance_patterns_tenant_id_template_item_id_idx" ON "construction"."variance_patterns"("tenant_id", "template_item_id");

-- CreateIndex
CREATE INDEX "variance_patterns_tenant_id_plan_id_idx" ON "construction"."variance_patterns"("tenant_id", "plan_id");

-- CreateIndex
CREATE INDEX "variance_patterns_tenant_id_community_id_idx" ON "construction"."variance_patterns"("tenant_id", "community_id");

-- CreateIndex
CREATE UNIQUE INDEX "variance_patterns_tenant_id_scope_subject_id_material_id_key" ON "construction"."variance_patterns"("tenant_id", "scope", "subject_id", "material_id");

-- CreateIndex
CREATE INDEX "variance_reviews_tenant_id_pattern_id_idx" ON "construction"."variance_reviews"("tenant_id", "pattern_id");

-- CreateIndex
CREATE INDEX "variance_reviews_tenant_id_reviewed_by_id_idx" ON "construction"."variance_reviews"("tenant_id", "reviewed_by_id");

-- AddForeignKey
ALTER TABLE "construction"."customers" ADD CONSTRAINT "customers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."customer_contacts" ADD CONSTRAINT "customer_contacts_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "construction"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."customer_external_ids" ADD CONSTRAINT "customer_external_ids_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "construction"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."communities" ADD CONSTRAINT "communities_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."lots" ADD CONSTRAINT "lots_tenant_id_community_id_fkey" FOREIGN KEY ("tenant_id", "community_id") REFERENCES "construction"."communities"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."jobs" ADD CONSTRAINT "jobs_tenant_id_lot_id_fkey" FOREIGN KEY ("tenant_id", "lot_id") REFERENCES "construction"."lots"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."jobs" ADD CONSTRAINT "jobs_tenant_id_plan_id_fkey" FOREIGN KEY ("tenant_id", "plan_id") REFERENCES "construction"."plans"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."jobs" ADD CONSTRAINT "jobs_tenant_id_plan_id_elevation_id_fkey" FOREIGN KEY ("tenant_id", "plan_id", "elevation_id") REFERENCES "construction"."plan_elevations"("tenant_id", "plan_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."jobs" ADD CONSTRAINT "jobs_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "construction"."customers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."job_options" ADD CONSTRAINT "job_options_tenant_id_job_id_plan_id_fkey" FOREIGN KEY ("tenant_id", "job_id", "plan_id") REFERENCES "construction"."jobs"("tenant_id", "id", "plan_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."job_options" ADD CONSTRAINT "job_options_tenant_id_plan_id_option_id_fkey" FOREIGN KEY ("tenant_id", "plan_id", "option_id") REFERENCES "construction"."plan_options"("tenant_id", "plan_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."vendors" ADD CONSTRAINT "vendors_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."materials" ADD CONSTRAINT "materials_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."materials" ADD CONSTRAINT "materials_tenant_id_vendor_id_fkey" FOREIGN KEY ("tenant_id", "vendor_id") REFERENCES "construction"."vendors"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."pricing_history" ADD CONSTRAINT "pricing_history_tenant_id_material_id_fkey" FOREIGN KEY ("tenant_id", "material_id") REFERENCES "construction"."materials"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."pricing_history" ADD CONSTRAINT "pricing_history_tenant_id_index_price_id_fkey" FOREIGN KEY ("tenant_id", "index_price_id") REFERENCES "construction"."random_lengths_pricing"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."random_lengths_pricing" ADD CONSTRAINT "random_lengths_pricing_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."plans" ADD CONSTRAINT "plans_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."plan_elevations" ADD CONSTRAINT "plan_elevations_tenant_id_plan_id_fkey" FOREIGN KEY ("tenant_id", "plan_id") REFERENCES "construction"."plans"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."plan_options" ADD CONSTRAINT "plan_options_tenant_id_plan_id_fkey" FOREIGN KEY ("tenant_id", "plan_id") REFERENCES "construction"."plans"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."plan_template_items" ADD CONSTRAINT "plan_template_items_tenant_id_plan_id_fkey" FOREIGN KEY ("tenant_id", "plan_id") REFERENCES "construction"."plans"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."plan_template_items" ADD CONSTRAINT "plan_template_items_tenant_id_plan_id_elevation_id_fkey" FOREIGN KEY ("tenant_id", "plan_id", "elevation_id") REFERENCES "construction"."plan_elevations"("tenant_id", "plan_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."plan_template_items" ADD CONSTRAINT "plan_template_items_tenant_id_plan_id_option_id_fkey" FOREIGN KEY ("tenant_id", "plan_id", "option_id") REFERENCES "construction"."plan_options"("tenant_id", "plan_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."plan_template_items" ADD CONSTRAINT "plan_template_items_tenant_id_material_id_unit_fkey" FOREIGN KEY ("tenant_id", "material_id", "unit") REFERENCES "construction"."materials"("tenant_id", "id", "unit") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."customer_pricing_tiers" ADD CONSTRAINT "customer_pricing_tiers_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "construction"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."customer_pricing" ADD CONSTRAINT "customer_pricing_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "construction"."customers"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."customer_pricing" ADD CONSTRAINT "customer_pricing_tenant_id_material_id_fkey" FOREIGN KEY ("tenant_id", "material_id") REFERENCES "construction"."materials"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."purchase_orders" ADD CONSTRAINT "purchase_orders_tenant_id_takeoff_id_fkey" FOREIGN KEY ("tenant_id", "takeoff_id") REFERENCES "construction"."takeoffs"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."purchase_orders" ADD CONSTRAINT "purchase_orders_tenant_id_vendor_id_fkey" FOREIGN KEY ("tenant_id", "vendor_id") REFERENCES "construction"."vendors"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."purchase_orders" ADD CONSTRAINT "purchase_orders_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_tenant_id_purchase_order_id_fkey" FOREIGN KEY ("tenant_id", "purchase_order_id") REFERENCES "construction"."purchase_orders"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_tenant_id_takeoff_line_item_id_fkey" FOREIGN KEY ("tenant_id", "takeoff_line_item_id") REFERENCES "construction"."takeoff_line_items"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_tenant_id_material_id_unit_fkey" FOREIGN KEY ("tenant_id", "material_id", "unit") REFERENCES "construction"."materials"("tenant_id", "id", "unit") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoffs" ADD CONSTRAINT "takeoffs_tenant_id_job_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "job_id", "customer_id") REFERENCES "construction"."jobs"("tenant_id", "id", "customer_id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoffs" ADD CONSTRAINT "takeoffs_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "construction"."customers"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoffs" ADD CONSTRAINT "takeoffs_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoffs" ADD CONSTRAINT "takeoffs_tenant_id_approved_by_id_fkey" FOREIGN KEY ("tenant_id", "approved_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoffs" ADD CONSTRAINT "takeoffs_tenant_id_rejected_by_id_fkey" FOREIGN KEY ("tenant_id", "rejected_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoff_line_items" ADD CONSTRAINT "takeoff_line_items_tenant_id_takeoff_id_fkey" FOREIGN KEY ("tenant_id", "takeoff_id") REFERENCES "construction"."takeoffs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoff_line_items" ADD CONSTRAINT "takeoff_line_items_tenant_id_template_item_id_fkey" FOREIGN KEY ("tenant_id", "template_item_id") REFERENCES "construction"."plan_template_items"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoff_line_items" ADD CONSTRAINT "takeoff_line_items_tenant_id_material_id_unit_fkey" FOREIGN KEY ("tenant_id", "material_id", "unit") REFERENCES "construction"."materials"("tenant_id", "id", "unit") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoff_validations" ADD CONSTRAINT "takeoff_validations_tenant_id_takeoff_id_fkey" FOREIGN KEY ("tenant_id", "takeoff_id") REFERENCES "construction"."takeoffs"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoff_validations" ADD CONSTRAINT "takeoff_validations_tenant_id_takeoff_id_line_item_id_fkey" FOREIGN KEY ("tenant_id", "takeoff_id", "line_item_id") REFERENCES "construction"."takeoff_line_items"("tenant_id", "takeoff_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."takeoff_validations" ADD CONSTRAINT "takeoff_validations_tenant_id_resolved_by_id_fkey" FOREIGN KEY ("tenant_id", "resolved_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."variance_patterns" ADD CONSTRAINT "variance_patterns_tenant_id_material_id_fkey" FOREIGN KEY ("tenant_id", "material_id") REFERENCES "construction"."materials"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."variance_patterns" ADD CONSTRAINT "variance_patterns_tenant_id_template_item_id_fkey" FOREIGN KEY ("tenant_id", "template_item_id") REFERENCES "construction"."plan_template_items"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."variance_patterns" ADD CONSTRAINT "variance_patterns_tenant_id_plan_id_fkey" FOREIGN KEY ("tenant_id", "plan_id") REFERENCES "construction"."plans"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."variance_patterns" ADD CONSTRAINT "variance_patterns_tenant_id_community_id_fkey" FOREIGN KEY ("tenant_id", "community_id") REFERENCES "construction"."communities"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."variance_reviews" ADD CONSTRAINT "variance_reviews_tenant_id_pattern_id_fkey" FOREIGN KEY ("tenant_id", "pattern_id") REFERENCES "construction"."variance_patterns"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "construction"."variance_reviews" ADD CONSTRAINT "variance_reviews_tenant_id_reviewed_by_id_fkey" FOREIGN KEY ("tenant_id", "reviewed_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Beyond Prisma: checks, exclusion constraints and partial unique indexes

ALTER TABLE "construction"."customers"
  ADD CONSTRAINT "customers_state_check" CHECK (state ~ '^[A-Z]{2}$'),
  ADD CONSTRAINT "customers_email_check" CHECK (email = lower(email) AND email LIKE '%_@_%'),
  ADD CONSTRAINT "customers_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."customer_contacts"
  ADD CONSTRAINT "customer_contacts_email_check" CHECK (email = lower(email) AND email LIKE '%_@_%'),
  ADD CONSTRAINT "customer_contacts_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."customer_external_ids"
  ADD CONSTRAINT "customer_external_ids_check" CHECK (system ~ '^[a-z0-9][a-z0-9_-]*$' AND external_id <> '');
ALTER TABLE "construction"."customer_pricing_tiers"
  ADD CONSTRAINT "customer_pricing_tiers_adjustment_check" CHECK (adjustment_percent > -100),
  ADD CONSTRAINT "customer_pricing_tiers_period_check" CHECK (valid_to >= valid_from),
  ADD CONSTRAINT "customer_pricing_tiers_no_overlap" EXCLUDE USING gist (
    tenant_id WITH =, customer_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&
  );
ALTER TABLE "construction"."customer_pricing"
  ADD CONSTRAINT "customer_pricing_price_check" CHECK (unit_price >= 0 AND currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "customer_pricing_period_check" CHECK (valid_to >= valid_from),
  ADD CONSTRAINT "customer_pricing_no_overlap" EXCLUDE USING gist (
    tenant_id WITH =, customer_id WITH =, material_id WITH =, currency WITH =, daterange(valid_from, valid_to, '[]') WITH &&
  );

ALTER TABLE "construction"."plans"
  ADD CONSTRAINT "plans_sizes_check" CHECK (square_feet > 0 AND bedrooms >= 0 AND bathrooms >= 0 AND stories > 0),
  ADD CONSTRAINT "plans_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."plan_elevations"
  ADD CONSTRAINT "plan_elevations_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."plan_options"
  ADD CONSTRAINT "plan_options_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."plan_template_items"
  ADD CONSTRAINT "plan_template_items_scope_check" CHECK (elevation_id IS NULL OR option_id IS NULL),
  ADD CONSTRAINT "plan_template_items_values_check" CHECK (quantity > 0 AND waste_factor >= 0 AND waste_factor <= 1),
  ADD CONSTRAINT "plan_template_items_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);

ALTER TABLE "construction"."vendors"
  ADD CONSTRAINT "vendors_email_check" CHECK (email = lower(email) AND email LIKE '%_@_%'),
  ADD CONSTRAINT "vendors_lead_time_check" CHECK (lead_time_days BETWEEN 0 AND 730),
  ADD CONSTRAINT "vendors_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."materials"
  ADD CONSTRAINT "materials_cost_check" CHECK (current_cost >= 0 AND currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "materials_index_check" CHECK (
    num_nonnulls(species, grade, size, region, board_feet_per_unit) IN (0, 5) AND board_feet_per_unit > 0
  ),
  ADD CONSTRAINT "materials_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."pricing_history"
  ADD CONSTRAINT "pricing_history_cost_check" CHECK (unit_cost >= 0 AND currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "pricing_history_source_check" CHECK ((source = 'RANDOM_LENGTHS') = (index_price_id IS NOT NULL)),
  ADD CONSTRAINT "pricing_history_period_check" CHECK (valid_to >= valid_from),
  ADD CONSTRAINT "pricing_history_no_overlap" EXCLUDE USING gist (
    tenant_id WITH =, material_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&
  );
ALTER TABLE "construction"."random_lengths_pricing"
  ADD CONSTRAINT "random_lengths_pricing_price_check" CHECK (price_per_mbf > 0 AND currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "random_lengths_pricing_week_check" CHECK (extract(isodow FROM week_of) = 1);

ALTER TABLE "construction"."communities"
  ADD CONSTRAINT "communities_state_check" CHECK (state ~ '^[A-Z]{2}$'),
  ADD CONSTRAINT "communities_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."lots"
  ADD CONSTRAINT "lots_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);
ALTER TABLE "construction"."jobs"
  ADD CONSTRAINT "jobs_status_check" CHECK (
    (status = 'COMPLETED') = (completed_at IS NOT NULL) AND (status = 'CANCELLED') = (cancelled_at IS NOT NULL)
  ),
  ADD CONSTRAINT "jobs_deleted_check" CHECK (deleted_at IS NULL OR NOT is_active);

ALTER TABLE "construction"."takeoffs"
  ADD CONSTRAINT "takeoffs_total_check" CHECK (total >= 0 AND currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "takeoffs_status_check" CHECK (
    (status = 'DRAFT' OR submitted_at IS NOT NULL)
    AND (status <> 'VALIDATED' OR validated_at IS NOT NULL)
    AND (status = 'APPROVED') = (approved_at IS NOT NULL)
    AND (status = 'REJECTED') = (rejected_at IS NOT NULL)
    AND (rejected_at IS NULL OR rejection_reason <> '')
    AND (ordered_at IS NULL OR status = 'APPROVED')
  );
ALTER TABLE "construction"."takeoff_line_items"
  ADD CONSTRAINT "takeoff_line_items_quantity_check" CHECK (
    line_number > 0 AND base_quantity > 0 AND waste_factor >= 0 AND waste_factor <= 1 AND used_quantity >= 0
    AND quantity = round(base_quantity * (1 + waste_factor), 3)
  ),
  ADD CONSTRAINT "takeoff_line_items_cost_check" CHECK (
    num_nonnulls(price_basis, unit_cost, extended_cost) IN (0, 3)
    AND unit_cost >= 0 AND extended_cost = round(quantity * unit_cost, 2)
  ),
  ADD CONSTRAINT "takeoff_line_items_source_check" CHECK ((source = 'MANUAL') = (template_item_id IS NULL));
ALTER TABLE "construction"."takeoff_validations"
  ADD CONSTRAINT "takeoff_validations_resolved_check" CHECK (num_nonnulls(resolved_at, resolution) IN (0, 2));

ALTER TABLE "construction"."purchase_orders"
  ADD CONSTRAINT "purchase_orders_total_check" CHECK (total >= 0 AND currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "purchase_orders_status_check" CHECK (
    (status IN ('DRAFT', 'CANCELLED') OR issued_at IS NOT NULL)
    AND (status <> 'DRAFT' OR issued_at IS NULL)
    AND (status <> 'ACKNOWLEDGED' OR acknowledged_at IS NOT NULL)
    AND (status = 'RECEIVED') = (received_at IS NOT NULL)
    AND (status = 'CANCELLED') = (cancelled_at IS NOT NULL)
  );
ALTER TABLE "construction"."purchase_order_lines"
  ADD CONSTRAINT "purchase_order_lines_values_check" CHECK (
    line_number > 0 AND quantity > 0 AND received_quantity >= 0 AND unit_cost >= 0
    AND extended_cost = round(quantity * unit_cost, 2)
  );

ALTER TABLE "construction"."variance_patterns"
  ADD CONSTRAINT "variance_patterns_subject_check" CHECK (
    CASE scope
      WHEN 'PLAN' THEN subject_id = template_item_id AND plan_id IS NOT NULL AND community_id IS NULL
      WHEN 'OPTION' THEN subject_id = template_item_id AND plan_id IS NOT NULL AND community_id IS NULL
      WHEN 'COMMUNITY' THEN subject_id = community_id AND template_item_id IS NULL AND plan_id IS NULL
      ELSE subject_id = material_id AND template_item_id IS NULL AND plan_id IS NULL AND community_id IS NULL
    END IS TRUE
  ),
  ADD CONSTRAINT "variance_patterns_figures_check" CHECK (
    sample_size >= 2 AND mean >= -1 AND deviation >= 0 AND confidence BETWEEN 0 AND 1
  );
ALTER TABLE "construction"."variance_reviews"
  ADD CONSTRAINT "variance_reviews_figures_check" CHECK (
    sample_size >= 2 AND mean >= -1 AND deviation >= 0 AND confidence BETWEEN 0 AND 1
  ),
  ADD CONSTRAINT "variance_reviews_status_check" CHECK ((status = 'PENDING') = (reviewed_at IS NULL));

-- A deleted row keeps its business key free for another.
CREATE UNIQUE INDEX "customers_code_key" ON "construction"."customers" (tenant_id, code) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "customers_email_key" ON "construction"."customers" (tenant_id, email) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "customer_contacts_email_key" ON "construction"."customer_contacts" (tenant_id, customer_id, email)
  WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "customer_contacts_primary_key" ON "construction"."customer_contacts" (tenant_id, customer_id)
  WHERE is_primary AND deleted_at IS NULL;
CREATE UNIQUE INDEX "plans_code_key" ON "construction"."plans" (tenant_id, code) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "plan_elevations_code_key" ON "construction"."plan_elevations" (tenant_id, plan_id, code)
  WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "plan_options_code_key" ON "construction"."plan_options" (tenant_id, plan_id, code)
  WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "vendors_code_key" ON "construction"."vendors" (tenant_id, code) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "materials_sku_key" ON "construction"."materials" (tenant_id, sku) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "communities_code_key" ON "construction"."communities" (tenant_id, code) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "lots_number_key" ON "construction"."lots" (tenant_id, community_id, number) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX "jobs_code_key" ON "construction"."jobs" (tenant_id, code) WHERE deleted_at IS NULL;

-- One house a lot, one takeoff a job that counts, one open review a pattern.
CREATE UNIQUE INDEX "jobs_lot_key" ON "construction"."jobs" (tenant_id, lot_id)
  WHERE status <> 'CANCELLED' AND deleted_at IS NULL;
CREATE UNIQUE INDEX "takeoffs_job_key" ON "construction"."takeoffs" (tenant_id, job_id) WHERE status <> 'REJECTED';
CREATE UNIQUE INDEX "variance_reviews_pending_key" ON "construction"."variance_reviews" (tenant_id, pattern_id)
  WHERE status = 'PENDING';

GRANT USAGE ON SCHEMA "construction" TO org_app, org_admin;

-- construction.customers: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."customers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."customers" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."customers" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."customers" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."customers" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."customers" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customers" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customers" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."customers" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ConstructionCustomer', 'tenant_id', '');

-- construction.customer_contacts: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."customer_contacts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."customer_contacts" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."customer_contacts" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."customer_contacts" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."customer_contacts" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."customer_contacts" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customer_contacts" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customer_contacts" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."customer_contacts" FOR EACH ROW EXECUTE FUNCTION core.write_audit('CustomerContact', 'tenant_id', '');

-- construction.customer_external_ids: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."customer_external_ids" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."customer_external_ids" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."customer_external_ids" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."customer_external_ids" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."customer_external_ids" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."customer_external_ids" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customer_external_ids" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customer_external_ids" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."customer_external_ids" FOR EACH ROW EXECUTE FUNCTION core.write_audit('CustomerExternalId', 'tenant_id', '');

-- construction.communities: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."communities" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."communities" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."communities" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."communities" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."communities" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."communities" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."communities" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."communities" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."communities" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Community', 'tenant_id', '');

-- construction.lots: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."lots" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."lots" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."lots" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."lots" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."lots" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."lots" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."lots" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."lots" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."lots" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Lot', 'tenant_id', '');

-- construction.jobs: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."jobs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."jobs" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."jobs" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."jobs" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."jobs" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."jobs" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."jobs" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."jobs" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."jobs" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Job', 'tenant_id', '');

-- construction.job_options: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."job_options" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."job_options" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."job_options" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."job_options" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."job_options" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."job_options" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."job_options" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."job_options" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."job_options" FOR EACH ROW EXECUTE FUNCTION core.write_audit('JobOption', 'tenant_id', '');

-- construction.vendors: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."vendors" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."vendors" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."vendors" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."vendors" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."vendors" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."vendors" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."vendors" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."vendors" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."vendors" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Vendor', 'tenant_id', '');

-- construction.materials: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."materials" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."materials" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."materials" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."materials" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."materials" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."materials" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."materials" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."materials" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."materials" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Material', 'tenant_id', '');

-- construction.pricing_history: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."pricing_history" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."pricing_history" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."pricing_history" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."pricing_history" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."pricing_history" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."pricing_history" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."pricing_history" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."pricing_history" TO org_admin;

-- construction.random_lengths_pricing: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."random_lengths_pricing" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."random_lengths_pricing" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."random_lengths_pricing" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."random_lengths_pricing" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."random_lengths_pricing" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."random_lengths_pricing" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."random_lengths_pricing" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."random_lengths_pricing" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."random_lengths_pricing" FOR EACH ROW EXECUTE FUNCTION core.write_audit('RandomLengthsPricing', 'tenant_id', '');

-- construction.plans: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."plans" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."plans" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."plans" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."plans" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."plans" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."plans" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."plans" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."plans" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."plans" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Plan', 'tenant_id', '');

-- construction.plan_elevations: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."plan_elevations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."plan_elevations" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."plan_elevations" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."plan_elevations" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."plan_elevations" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."plan_elevations" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."plan_elevations" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."plan_elevations" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."plan_elevations" FOR EACH ROW EXECUTE FUNCTION core.write_audit('PlanElevation', 'tenant_id', '');

-- construction.plan_options: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."plan_options" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."plan_options" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."plan_options" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."plan_options" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."plan_options" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."plan_options" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."plan_options" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."plan_options" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."plan_options" FOR EACH ROW EXECUTE FUNCTION core.write_audit('PlanOption', 'tenant_id', '');

-- construction.plan_template_items: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."plan_template_items" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."plan_template_items" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."plan_template_items" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."plan_template_items" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."plan_template_items" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."plan_template_items" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."plan_template_items" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."plan_template_items" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."plan_template_items" FOR EACH ROW EXECUTE FUNCTION core.write_audit('PlanTemplateItem', 'tenant_id', '');

-- construction.customer_pricing_tiers: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."customer_pricing_tiers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."customer_pricing_tiers" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."customer_pricing_tiers" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."customer_pricing_tiers" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."customer_pricing_tiers" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."customer_pricing_tiers" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customer_pricing_tiers" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customer_pricing_tiers" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."customer_pricing_tiers" FOR EACH ROW EXECUTE FUNCTION core.write_audit('CustomerPricingTier', 'tenant_id', '');

-- construction.customer_pricing: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."customer_pricing" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."customer_pricing" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."customer_pricing" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."customer_pricing" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."customer_pricing" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."customer_pricing" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customer_pricing" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."customer_pricing" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."customer_pricing" FOR EACH ROW EXECUTE FUNCTION core.write_audit('CustomerPricing', 'tenant_id', '');

-- construction.purchase_orders: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."purchase_orders" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."purchase_orders" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."purchase_orders" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."purchase_orders" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."purchase_orders" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."purchase_orders" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."purchase_orders" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."purchase_orders" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."purchase_orders" FOR EACH ROW EXECUTE FUNCTION core.write_audit('PurchaseOrder', 'tenant_id', '');

-- construction.purchase_order_lines: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."purchase_order_lines" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."purchase_order_lines" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."purchase_order_lines" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."purchase_order_lines" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."purchase_order_lines" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."purchase_order_lines" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."purchase_order_lines" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."purchase_order_lines" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."purchase_order_lines" FOR EACH ROW EXECUTE FUNCTION core.write_audit('PurchaseOrderLine', 'tenant_id', '');

-- construction.takeoffs: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."takeoffs" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."takeoffs" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."takeoffs" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."takeoffs" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."takeoffs" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."takeoffs" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."takeoffs" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."takeoffs" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."takeoffs" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Takeoff', 'tenant_id', '');

-- construction.takeoff_line_items: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."takeoff_line_items" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."takeoff_line_items" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."takeoff_line_items" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."takeoff_line_items" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."takeoff_line_items" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."takeoff_line_items" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."takeoff_line_items" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."takeoff_line_items" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."takeoff_line_items" FOR EACH ROW EXECUTE FUNCTION core.write_audit('TakeoffLineItem', 'tenant_id', '');

-- construction.takeoff_validations: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."takeoff_validations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."takeoff_validations" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."takeoff_validations" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."takeoff_validations" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."takeoff_validations" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."takeoff_validations" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."takeoff_validations" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."takeoff_validations" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."takeoff_validations" FOR EACH ROW EXECUTE FUNCTION core.write_audit('TakeoffValidation', 'tenant_id', '');

-- construction.variance_patterns: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."variance_patterns" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."variance_patterns" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."variance_patterns" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."variance_patterns" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."variance_patterns" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."variance_patterns" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."variance_patterns" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."variance_patterns" TO org_admin;

-- construction.variance_reviews: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "construction"."variance_reviews" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "construction"."variance_reviews" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "construction"."variance_reviews" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "construction"."variance_reviews" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "construction"."variance_reviews" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "construction"."variance_reviews" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."variance_reviews" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "construction"."variance_reviews" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "construction"."variance_reviews" FOR EACH ROW EXECUTE FUNCTION core.write_audit('VarianceReview', 'tenant_id', '');
