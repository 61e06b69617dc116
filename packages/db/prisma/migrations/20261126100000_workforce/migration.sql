-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "workforce";

-- CreateEnum
CREATE TYPE "workforce"."agent_status" AS ENUM ('ACTIVE', 'INACTIVE', 'ON_LEAVE', 'TERMINATED');

-- CreateEnum
CREATE TYPE "workforce"."attendance_method" AS ENUM ('GPS', 'QR_CODE', 'MANUAL', 'NFC');

-- CreateEnum
CREATE TYPE "workforce"."attendance_status" AS ENUM ('CLOCKED_IN', 'ON_BREAK', 'CLOCKED_OUT', 'INCOMPLETE');

-- CreateEnum
CREATE TYPE "workforce"."scan_result" AS ENUM ('VALID', 'UNKNOWN', 'EXPIRED', 'REVOKED', 'WRONG_SITE');

-- CreateEnum
CREATE TYPE "workforce"."user_role" AS ENUM ('ADMIN', 'SUPERVISOR', 'AGENT', 'CLIENT');

-- CreateEnum
CREATE TYPE "workforce"."client_status" AS ENUM ('ACTIVE', 'INACTIVE', 'SUSPENDED', 'TERMINATED');

-- CreateEnum
CREATE TYPE "workforce"."priority" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT', 'CRITICAL');

-- CreateEnum
CREATE TYPE "workforce"."client_request_status" AS ENUM ('OPEN', 'ASSIGNED', 'IN_PROGRESS', 'RESOLVED', 'CLOSED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "workforce"."message_type" AS ENUM ('TEXT', 'IMAGE', 'VIDEO', 'LOCATION', 'FILE');

-- CreateEnum
CREATE TYPE "workforce"."report_type" AS ENUM ('PATROL', 'INCIDENT', 'INSPECTION', 'MAINTENANCE', 'EMERGENCY');

-- CreateEnum
CREATE TYPE "workforce"."report_status" AS ENUM ('DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'APPROVED', 'REJECTED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "workforce"."report_priority" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'CRITICAL');

-- CreateEnum
CREATE TYPE "workforce"."media_type" AS ENUM ('PHOTO', 'VIDEO', 'AUDIO', 'DOCUMENT');

-- CreateEnum
CREATE TYPE "workforce"."workflow_step" AS ENUM ('SUBMIT', 'REVIEW', 'DECISION', 'REOPEN', 'ARCHIVE');

-- CreateEnum
CREATE TYPE "workforce"."workflow_decision" AS ENUM ('APPROVED', 'REJECTED');

-- CreateEnum
CREATE TYPE "workforce"."shift_type" AS ENUM ('REGULAR', 'OVERTIME', 'EMERGENCY', 'TRAINING');

-- CreateEnum
CREATE TYPE "workforce"."shift_status" AS ENUM ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW');

-- CreateEnum
CREATE TYPE "workforce"."assignment_method" AS ENUM ('MANUAL', 'AUTO', 'INTELLIGENT_AUTO', 'EMERGENCY_AUTO');

-- CreateEnum
CREATE TYPE "workforce"."time_off_type" AS ENUM ('VACATION', 'SICK', 'PERSONAL', 'UNPAID', 'OTHER');

-- CreateEnum
CREATE TYPE "workforce"."time_off_status" AS ENUM ('PENDING', 'APPROVED', 'REJECTED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "workforce"."site_type" AS ENUM ('OFFICE', 'RETAIL', 'WAREHOUSE', 'CONSTRUCTION', 'RESIDENTIAL', 'EVENT', 'INDUSTRIAL', 'OTHER');

-- CreateEnum
CREATE TYPE "workforce"."site_status" AS ENUM ('ACTIVE', 'INACTIVE', 'CLOSED');

-- CreateEnum
CREATE TYPE "workforce"."violation_type" AS ENUM ('OUTSIDE_AT_CLOCK_IN', 'OUTSIDE_AT_CLOCK_OUT', 'LEFT_SITE');

-- CreateEnum
CREATE TYPE "workforce"."violation_status" AS ENUM ('OPEN', 'ACKNOWLEDGED', 'RESOLVED', 'DISMISSED');

-- CreateTable
CREATE TABLE "workforce"."agents" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "user_id" UUID NOT NULL,
    "employee_number" VARCHAR(30) NOT NULL,
    "first_name" VARCHAR(60) NOT NULL,
    "last_name" VARCHAR(60) NOT NULL,
    "phone" VARCHAR(40),
    "employment_status" "workforce"."agent_status" NOT NULL DEFAULT 'ACTIVE',
    "hire_date" DATE NOT NULL,
    "home_latitude" DECIMAL(9,6),
    "home_longitude" DECIMAL(9,6),
    "max_weekly_hours" INTEGER NOT NULL DEFAULT 40,
    "min_rest_hours" INTEGER NOT NULL DEFAULT 8,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agents_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."agent_certifications" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "agent_id" UUID NOT NULL,
    "code" VARCHAR(50) NOT NULL,
    "issued_on" DATE NOT NULL,
    "expires_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_certifications_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."agent_positions" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "agent_id" UUID NOT NULL,
    "latitude" DECIMAL(9,6) NOT NULL,
    "longitude" DECIMAL(9,6) NOT NULL,
    "accuracy" DECIMAL(8,2),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_positions_pkey" PRIMARY KEY ("tenant_id","agent_id")
);

-- CreateTable
CREATE TABLE "workforce"."attendance" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "shift_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "recorded_by_id" UUID,
    "status" "workforce"."attendance_status" NOT NULL DEFAULT 'CLOCKED_IN',
    "clock_in_method" "workforce"."attendance_method" NOT NULL,
    "clock_in_time" TIMESTAMPTZ(3) NOT NULL,
    "clock_out_method" "workforce"."attendance_method",
    "clock_out_time" TIMESTAMPTZ(3),
    "worked_minutes" INTEGER,
    "note" VARCHAR(1000),
    "clock_in_key" VARCHAR(100),
    "clock_out_key" VARCHAR(100),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attendance_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."location_tracking" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "agent_id" UUID NOT NULL,
    "shift_id" UUID,
    "latitude" DECIMAL(9,6) NOT NULL,
    "longitude" DECIMAL(9,6) NOT NULL,
    "accuracy" DECIMAL(8,2),
    "speed" DECIMAL(6,2),
    "heading" DECIMAL(5,2),
    "battery_level" INTEGER,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "location_tracking_pkey" PRIMARY KEY ("tenant_id","id","timestamp")
) PARTITION BY RANGE ("timestamp");

-- CreateTable
CREATE TABLE "workforce"."qr_codes" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "site_id" UUID NOT NULL,
    "created_by_id" UUID,
    "label" VARCHAR(120) NOT NULL,
    "code" VARCHAR(100) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "qr_codes_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."qr_code_scans" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "qr_code_id" UUID,
    "agent_id" UUID NOT NULL,
    "shift_id" UUID,
    "result" "workforce"."scan_result" NOT NULL,
    "scanned_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "qr_code_scans_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."clients" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "user_id" UUID,
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "status" "workforce"."client_status" NOT NULL DEFAULT 'ACTIVE',
    "contact_name" VARCHAR(120),
    "contact_email" VARCHAR(180),
    "contact_phone" VARCHAR(40),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clients_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."client_requests" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "client_id" UUID NOT NULL,
    "site_id" UUID,
    "requested_by_id" UUID NOT NULL,
    "assigned_to_id" UUID,
    "priority" "workforce"."priority" NOT NULL DEFAULT 'NORMAL',
    "status" "workforce"."client_request_status" NOT NULL DEFAULT 'OPEN',
    "title" VARCHAR(200) NOT NULL,
    "description" VARCHAR(4000) NOT NULL DEFAULT '',
    "resolution" VARCHAR(4000),
    "idempotency_key" VARCHAR(100),
    "assigned_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_requests_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."messages" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "sender_id" UUID NOT NULL,
    "recipient_id" UUID,
    "recipient_role" "workforce"."user_role",
    "message_type" "workforce"."message_type" NOT NULL DEFAULT 'TEXT',
    "priority" "workforce"."priority" NOT NULL DEFAULT 'NORMAL',
    "body" VARCHAR(4000) NOT NULL DEFAULT '',
    "latitude" DECIMAL(9,6),
    "longitude" DECIMAL(9,6),
    "media_file_id" UUID,
    "read_at" TIMESTAMPTZ(3),
    "idempotency_key" VARCHAR(100),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."changes" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "transaction_id" BIGINT NOT NULL,
    "entity" VARCHAR(50) NOT NULL,
    "entity_id" UUID NOT NULL,
    "agent_id" UUID,
    "client_id" UUID,
    "user_id" UUID,
    "other_user_id" UUID,
    "audience" "workforce"."user_role",
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "changes_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."report_templates" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "client_id" UUID,
    "name" VARCHAR(120) NOT NULL,
    "report_type" "workforce"."report_type" NOT NULL,
    "fields" JSONB NOT NULL DEFAULT '[]',
    "required_media" "workforce"."media_type"[] DEFAULT ARRAY[]::"workforce"."media_type"[],
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "report_templates_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."reports" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "shift_id" UUID,
    "site_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "template_id" UUID,
    "report_type" "workforce"."report_type" NOT NULL,
    "status" "workforce"."report_status" NOT NULL DEFAULT 'DRAFT',
    "priority" "workforce"."report_priority" NOT NULL DEFAULT 'NORMAL',
    "title" VARCHAR(200) NOT NULL,
    "body" VARCHAR(20000) NOT NULL DEFAULT '',
    "answers" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "idempotency_key" VARCHAR(100),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reports_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."report_workflows" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "report_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "step" "workforce"."workflow_step" NOT NULL,
    "decision" "workforce"."workflow_decision",
    "from_status" "workforce"."report_status" NOT NULL,
    "to_status" "workforce"."report_status" NOT NULL,
    "comment" VARCHAR(2000) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "report_workflows_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."shifts" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "site_id" UUID NOT NULL,
    "agent_id" UUID,
    "created_by_id" UUID,
    "shift_type" "workforce"."shift_type" NOT NULL DEFAULT 'REGULAR',
    "status" "workforce"."shift_status" NOT NULL DEFAULT 'SCHEDULED',
    "priority" "workforce"."priority" NOT NULL DEFAULT 'NORMAL',
    "start_time" TIMESTAMPTZ(3) NOT NULL,
    "end_time" TIMESTAMPTZ(3) NOT NULL,
    "required_certifications" VARCHAR(50)[] DEFAULT ARRAY[]::VARCHAR(50)[],
    "notes" VARCHAR(2000) NOT NULL DEFAULT '',
    "idempotency_key" VARCHAR(100),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shifts_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."shift_assignments" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "shift_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "assigned_by_id" UUID,
    "method" "workforce"."assignment_method" NOT NULL,
    "score" DECIMAL(5,2),
    "reasons" JSONB NOT NULL DEFAULT '[]',
    "idempotency_key" VARCHAR(100),
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shift_assignments_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."time_off_requests" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "agent_id" UUID NOT NULL,
    "decided_by_id" UUID,
    "time_off_type" "workforce"."time_off_type" NOT NULL,
    "status" "workforce"."time_off_status" NOT NULL DEFAULT 'PENDING',
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "reason" VARCHAR(1000) NOT NULL DEFAULT '',
    "decision_note" VARCHAR(1000),
    "decided_at" TIMESTAMPTZ(3),
    "idempotency_key" VARCHAR(100),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "time_off_requests_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."sites" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "client_id" UUID NOT NULL,
    "code" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "site_type" "workforce"."site_type" NOT NULL DEFAULT 'OTHER',
    "status" "workforce"."site_status" NOT NULL DEFAULT 'ACTIVE',
    "address" VARCHAR(300) NOT NULL DEFAULT '',
    "latitude" DECIMAL(9,6) NOT NULL,
    "longitude" DECIMAL(9,6) NOT NULL,
    "geofence_radius" INTEGER NOT NULL DEFAULT 100,
    "geofence_polygon" JSONB,
    "nfc_tag_id" VARCHAR(100),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sites_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."geofence_validations" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "site_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "attendance_id" UUID,
    "latitude" DECIMAL(9,6) NOT NULL,
    "longitude" DECIMAL(9,6) NOT NULL,
    "accuracy" DECIMAL(8,2),
    "distance" DECIMAL(12,2) NOT NULL,
    "is_inside" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "geofence_validations_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "workforce"."geofence_violations" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "validation_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "shift_id" UUID,
    "violation_type" "workforce"."violation_type" NOT NULL,
    "status" "workforce"."violation_status" NOT NULL DEFAULT 'OPEN',
    "distance" DECIMAL(12,2) NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_by_id" UUID,
    "acknowledged_at" TIMESTAMPTZ(3),
    "note" VARCHAR(1000),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "geofence_violations_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "agents_employment_status_idx" ON "workforce"."agents"("tenant_id", "employment_status");

-- CreateIndex
CREATE INDEX "agents_hire_date_idx" ON "workforce"."agents"("tenant_id", "hire_date");

-- CreateIndex
CREATE INDEX "agents_created_at_idx" ON "workforce"."agents"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "agents_tenant_id_user_id_key" ON "workforce"."agents"("tenant_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "agents_tenant_id_employee_number_key" ON "workforce"."agents"("tenant_id", "employee_number");

-- CreateIndex
CREATE UNIQUE INDEX "agent_certifications_tenant_id_agent_id_code_key" ON "workforce"."agent_certifications"("tenant_id", "agent_id", "code");

-- CreateIndex
CREATE INDEX "attendance_shift_id_idx" ON "workforce"."attendance"("tenant_id", "shift_id");

-- CreateIndex
CREATE INDEX "attendance_agent_id_idx" ON "workforce"."attendance"("tenant_id", "agent_id", "clock_in_time");

-- CreateIndex
CREATE INDEX "attendance_tenant_id_site_id_clock_in_time_idx" ON "workforce"."attendance"("tenant_id", "site_id", "clock_in_time");

-- CreateIndex
CREATE INDEX "attendance_tenant_id_recorded_by_id_idx" ON "workforce"."attendance"("tenant_id", "recorded_by_id");

-- CreateIndex
CREATE INDEX "attendance_status_idx" ON "workforce"."attendance"("tenant_id", "status");

-- CreateIndex
CREATE INDEX "attendance_clock_in_time_idx" ON "workforce"."attendance"("tenant_id", "clock_in_time", "id");

-- CreateIndex
CREATE INDEX "attendance_clock_out_time_idx" ON "workforce"."attendance"("tenant_id", "clock_out_time");

-- CreateIndex
CREATE UNIQUE INDEX "attendance_tenant_id_shift_id_agent_id_key" ON "workforce"."attendance"("tenant_id", "shift_id", "agent_id");

-- CreateIndex
CREATE UNIQUE INDEX "attendance_tenant_id_clock_in_key_key" ON "workforce"."attendance"("tenant_id", "clock_in_key");

-- CreateIndex
CREATE UNIQUE INDEX "attendance_tenant_id_clock_out_key_key" ON "workforce"."attendance"("tenant_id", "clock_out_key");

-- CreateIndex
CREATE INDEX "location_tracking_agent_id_idx" ON "workforce"."location_tracking"("tenant_id", "agent_id", "timestamp");

-- CreateIndex
CREATE INDEX "location_tracking_shift_id_idx" ON "workforce"."location_tracking"("tenant_id", "shift_id", "timestamp");

-- CreateIndex
CREATE INDEX "location_tracking_timestamp_idx" ON "workforce"."location_tracking"("tenant_id", "timestamp");

-- CreateIndex
CREATE INDEX "qr_codes_tenant_id_site_id_idx" ON "workforce"."qr_codes"("tenant_id", "site_id");

-- CreateIndex
CREATE INDEX "qr_codes_tenant_id_created_by_id_idx" ON "workforce"."qr_codes"("tenant_id", "created_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "qr_codes_tenant_id_code_key" ON "workforce"."qr_codes"("tenant_id", "code");

-- CreateIndex
CREATE INDEX "qr_code_scans_tenant_id_qr_code_id_scanned_at_idx" ON "workforce"."qr_code_scans"("tenant_id", "qr_code_id", "scanned_at");

-- CreateIndex
CREATE INDEX "qr_code_scans_tenant_id_agent_id_scanned_at_idx" ON "workforce"."qr_code_scans"("tenant_id", "agent_id", "scanned_at");

-- CreateIndex
CREATE INDEX "qr_code_scans_tenant_id_shift_id_idx" ON "workforce"."qr_code_scans"("tenant_id", "shift_id");

-- CreateIndex
CREATE INDEX "clients_tenant_id_status_idx" ON "workforce"."clients"("tenant_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "clients_tenant_id_user_id_key" ON "workforce"."clients"("tenant_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "clients_tenant_id_code_key" ON "workforce"."clients"("tenant_id", "code");

-- CreateIndex
CREATE INDEX "client_requests_tenant_id_client_id_created_at_idx" ON "workforce"."client_requests"("tenant_id", "client_id", "created_at");

-- CreateIndex
CREATE INDEX "client_requests_tenant_id_site_id_idx" ON "workforce"."client_requests"("tenant_id", "site_id");

-- CreateIndex
CREATE INDEX "client_requests_tenant_id_requested_by_id_idx" ON "workforce"."client_requests"("tenant_id", "requested_by_id");

-- CreateIndex
CREATE INDEX "client_requests_tenant_id_assigned_to_id_idx" ON "workforce"."client_requests"("tenant_id", "assigned_to_id");

-- CreateIndex
CREATE INDEX "client_requests_tenant_id_status_created_at_idx" ON "workforce"."client_requests"("tenant_id", "status", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "client_requests_tenant_id_idempotency_key_key" ON "workforce"."client_requests"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "messages_tenant_id_sender_id_created_at_idx" ON "workforce"."messages"("tenant_id", "sender_id", "created_at");

-- CreateIndex
CREATE INDEX "messages_tenant_id_recipient_id_created_at_idx" ON "workforce"."messages"("tenant_id", "recipient_id", "created_at");

-- CreateIndex
CREATE INDEX "messages_tenant_id_recipient_role_created_at_idx" ON "workforce"."messages"("tenant_id", "recipient_role", "created_at");

-- CreateIndex
CREATE INDEX "messages_tenant_id_media_file_id_idx" ON "workforce"."messages"("tenant_id", "media_file_id");

-- CreateIndex
CREATE UNIQUE INDEX "messages_tenant_id_idempotency_key_key" ON "workforce"."messages"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "changes_position_idx" ON "workforce"."changes"("tenant_id", "transaction_id", "id");

-- CreateIndex
CREATE INDEX "changes_created_at_idx" ON "workforce"."changes"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "report_templates_tenant_id_client_id_idx" ON "workforce"."report_templates"("tenant_id", "client_id");

-- CreateIndex
CREATE UNIQUE INDEX "report_templates_tenant_id_name_key" ON "workforce"."report_templates"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "reports_shift_id_idx" ON "workforce"."reports"("tenant_id", "shift_id");

-- CreateIndex
CREATE INDEX "reports_site_id_idx" ON "workforce"."reports"("tenant_id", "site_id", "created_at");

-- CreateIndex
CREATE INDEX "reports_agent_id_idx" ON "workforce"."reports"("tenant_id", "agent_id", "created_at");

-- CreateIndex
CREATE INDEX "reports_tenant_id_template_id_idx" ON "workforce"."reports"("tenant_id", "template_id");

-- CreateIndex
CREATE INDEX "reports_report_type_idx" ON "workforce"."reports"("tenant_id", "report_type");

-- CreateIndex
CREATE INDEX "reports_status_idx" ON "workforce"."reports"("tenant_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "reports_priority_idx" ON "workforce"."reports"("tenant_id", "priority");

-- CreateIndex
CREATE INDEX "reports_submitted_at_idx" ON "workforce"."reports"("tenant_id", "submitted_at");

-- CreateIndex
CREATE UNIQUE INDEX "reports_tenant_id_idempotency_key_key" ON "workforce"."reports"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "report_workflows_tenant_id_report_id_created_at_idx" ON "workforce"."report_workflows"("tenant_id", "report_id", "created_at");

-- CreateIndex
CREATE INDEX "report_workflows_tenant_id_actor_id_idx" ON "workforce"."report_workflows"("tenant_id", "actor_id");

-- CreateIndex
CREATE INDEX "shifts_site_id_idx" ON "workforce"."shifts"("tenant_id", "site_id", "start_time");

-- CreateIndex
CREATE INDEX "shifts_agent_id_idx" ON "workforce"."shifts"("tenant_id", "agent_id", "start_time");

-- CreateIndex
CREATE INDEX "shifts_status_idx" ON "workforce"."shifts"("tenant_id", "status", "start_time");

-- CreateIndex
CREATE INDEX "shifts_start_time_idx" ON "workforce"."shifts"("tenant_id", "start_time", "id");

-- CreateIndex
CREATE INDEX "shifts_end_time_idx" ON "workforce"."shifts"("tenant_id", "end_time");

-- CreateIndex
CREATE INDEX "shifts_shift_type_idx" ON "workforce"."shifts"("tenant_id", "shift_type");

-- CreateIndex
CREATE INDEX "shifts_priority_idx" ON "workforce"."shifts"("tenant_id", "priority");

-- CreateIndex
CREATE INDEX "shifts_tenant_id_created_by_id_idx" ON "workforce"."shifts"("tenant_id", "created_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "shifts_tenant_id_idempotency_key_key" ON "workforce"."shifts"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "shift_assignments_tenant_id_shift_id_created_at_idx" ON "workforce"."shift_assignments"("tenant_id", "shift_id", "created_at");

-- CreateIndex
CREATE INDEX "shift_assignments_tenant_id_agent_id_created_at_idx" ON "workforce"."shift_assignments"("tenant_id", "agent_id", "created_at");

-- CreateIndex
CREATE INDEX "shift_assignments_tenant_id_assigned_by_id_idx" ON "workforce"."shift_assignments"("tenant_id", "assigned_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "shift_assignments_tenant_id_idempotency_key_key" ON "workforce"."shift_assignments"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "time_off_requests_tenant_id_agent_id_starts_on_idx" ON "workforce"."time_off_requests"("tenant_id", "agent_id", "starts_on");

-- CreateIndex
CREATE INDEX "time_off_requests_tenant_id_status_starts_on_idx" ON "workforce"."time_off_requests"("tenant_id", "status", "starts_on");

-- CreateIndex
CREATE INDEX "time_off_requests_tenant_id_decided_by_id_idx" ON "workforce"."time_off_requests"("tenant_id", "decided_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "time_off_requests_tenant_id_idempotency_key_key" ON "workforce"."time_off_requests"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "sites_client_id_idx" ON "workforce"."sites"("tenant_id", "client_id");

-- CreateIndex
CREATE INDEX "sites_status_idx" ON "workforce"."sites"("tenant_id", "status");

-- CreateIndex
CREATE INDEX "sites_site_type_idx" ON "workforce"."sites"("tenant_id", "site_type");

-- CreateIndex
CREATE INDEX "sites_created_at_idx" ON "workforce"."sites"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sites_tenant_id_code_key" ON "workforce"."sites"("tenant_id", "code");

-- CreateIndex
CREATE INDEX "geofence_validations_tenant_id_site_id_created_at_idx" ON "workforce"."geofence_validations"("tenant_id", "site_id", "created_at");

-- CreateIndex
CREATE INDEX "geofence_validations_tenant_id_agent_id_created_at_idx" ON "workforce"."geofence_validations"("tenant_id", "agent_id", "created_at");

-- CreateIndex
CREATE INDEX "geofence_validations_tenant_id_attendance_id_idx" ON "workforce"."geofence_validations"("tenant_id", "attendance_id");

-- CreateIndex
CREATE INDEX "geofence_violations_tenant_id_site_id_occurred_at_idx" ON "workforce"."geofence_violations"("tenant_id", "site_id", "occurred_at");

-- CreateIndex
CREATE INDEX "geofence_violations_tenant_id_agent_id_occurred_at_idx" ON "workforce"."geofence_violations"("tenant_id", "agent_id", "occurred_at");

-- CreateIndex
CREATE INDEX "geofence_violations_tenant_id_shift_id_idx" ON "workforce"."geofence_violations"("tenant_id", "shift_id");

-- CreateIndex
CREATE INDEX "geofence_violations_tenant_id_acknowledged_by_id_idx" ON "workforce"."geofence_violations"("tenant_id", "acknowledged_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "geofence_violations_tenant_id_validation_id_key" ON "workforce"."geofence_violations"("tenant_id", "validation_id");

-- AddForeignKey
ALTER TABLE "workforce"."agents" ADD CONSTRAINT "agents_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."agents" ADD CONSTRAINT "agents_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."agent_certifications" ADD CONSTRAINT "agent_certifications_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."agent_positions" ADD CONSTRAINT "agent_positions_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."attendance" ADD CONSTRAINT "attendance_tenant_id_shift_id_fkey" FOREIGN KEY ("tenant_id", "shift_id") REFERENCES "workforce"."shifts"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."attendance" ADD CONSTRAINT "attendance_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."attendance" ADD CONSTRAINT "attendance_tenant_id_site_id_fkey" FOREIGN KEY ("tenant_id", "site_id") REFERENCES "workforce"."sites"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."attendance" ADD CONSTRAINT "attendance_tenant_id_recorded_by_id_fkey" FOREIGN KEY ("tenant_id", "recorded_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."location_tracking" ADD CONSTRAINT "location_tracking_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."location_tracking" ADD CONSTRAINT "location_tracking_tenant_id_shift_id_fkey" FOREIGN KEY ("tenant_id", "shift_id") REFERENCES "workforce"."shifts"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."qr_codes" ADD CONSTRAINT "qr_codes_tenant_id_site_id_fkey" FOREIGN KEY ("tenant_id", "site_id") REFERENCES "workforce"."sites"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."qr_codes" ADD CONSTRAINT "qr_codes_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."qr_code_scans" ADD CONSTRAINT "qr_code_scans_tenant_id_qr_code_id_fkey" FOREIGN KEY ("tenant_id", "qr_code_id") REFERENCES "workforce"."qr_codes"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."qr_code_scans" ADD CONSTRAINT "qr_code_scans_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."qr_code_scans" ADD CONSTRAINT "qr_code_scans_tenant_id_shift_id_fkey" FOREIGN KEY ("tenant_id", "shift_id") REFERENCES "workforce"."shifts"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."clients" ADD CONSTRAINT "clients_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."clients" ADD CONSTRAINT "clients_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."client_requests" ADD CONSTRAINT "client_requests_tenant_id_client_id_fkey" FOREIGN KEY ("tenant_id", "client_id") REFERENCES "workforce"."clients"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."client_requests" ADD CONSTRAINT "client_requests_tenant_id_site_id_fkey" FOREIGN KEY ("tenant_id", "site_id") REFERENCES "workforce"."sites"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."client_requests" ADD CONSTRAINT "client_requests_tenant_id_requested_by_id_fkey" FOREIGN KEY ("tenant_id", "requested_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."client_requests" ADD CONSTRAINT "client_requests_tenant_id_assigned_to_id_fkey" FOREIGN KEY ("tenant_id", "assigned_to_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."messages" ADD CONSTRAINT "messages_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."messages" ADD CONSTRAINT "messages_tenant_id_sender_id_fkey" FOREIGN KEY ("tenant_id", "sender_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."messages" ADD CONSTRAINT "messages_tenant_id_recipient_id_fkey" FOREIGN KEY ("tenant_id", "recipient_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."messages" ADD CONSTRAINT "messages_tenant_id_media_file_id_fkey" FOREIGN KEY ("tenant_id", "media_file_id") REFERENCES "core"."media_files"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."report_templates" ADD CONSTRAINT "report_templates_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."report_templates" ADD CONSTRAINT "report_templates_tenant_id_client_id_fkey" FOREIGN KEY ("tenant_id", "client_id") REFERENCES "workforce"."clients"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."reports" ADD CONSTRAINT "reports_tenant_id_shift_id_fkey" FOREIGN KEY ("tenant_id", "shift_id") REFERENCES "workforce"."shifts"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."reports" ADD CONSTRAINT "reports_tenant_id_site_id_fkey" FOREIGN KEY ("tenant_id", "site_id") REFERENCES "workforce"."sites"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."reports" ADD CONSTRAINT "reports_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."reports" ADD CONSTRAINT "reports_tenant_id_template_id_fkey" FOREIGN KEY ("tenant_id", "template_id") REFERENCES "workforce"."report_templates"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."report_workflows" ADD CONSTRAINT "report_workflows_tenant_id_report_id_fkey" FOREIGN KEY ("tenant_id", "report_id") REFERENCES "workforce"."reports"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."report_workflows" ADD CONSTRAINT "report_workflows_tenant_id_actor_id_fkey" FOREIGN KEY ("tenant_id", "actor_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."shifts" ADD CONSTRAINT "shifts_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."shifts" ADD CONSTRAINT "shifts_tenant_id_site_id_fkey" FOREIGN KEY ("tenant_id", "site_id") REFERENCES "workforce"."sites"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."shifts" ADD CONSTRAINT "shifts_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."shifts" ADD CONSTRAINT "shifts_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."shift_assignments" ADD CONSTRAINT "shift_assignments_tenant_id_shift_id_fkey" FOREIGN KEY ("tenant_id", "shift_id") REFERENCES "workforce"."shifts"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."shift_assignments" ADD CONSTRAINT "shift_assignments_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."shift_assignments" ADD CONSTRAINT "shift_assignments_tenant_id_assigned_by_id_fkey" FOREIGN KEY ("tenant_id", "assigned_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."time_off_requests" ADD CONSTRAINT "time_off_requests_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."time_off_requests" ADD CONSTRAINT "time_off_requests_tenant_id_decided_by_id_fkey" FOREIGN KEY ("tenant_id", "decided_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."sites" ADD CONSTRAINT "sites_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."sites" ADD CONSTRAINT "sites_tenant_id_client_id_fkey" FOREIGN KEY ("tenant_id", "client_id") REFERENCES "workforce"."clients"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."geofence_validations" ADD CONSTRAINT "geofence_validations_tenant_id_site_id_fkey" FOREIGN KEY ("tenant_id", "site_id") REFERENCES "workforce"."sites"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."geofence_validations" ADD CONSTRAINT "geofence_validations_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."geofence_validations" ADD CONSTRAINT "geofence_validations_tenant_id_attendance_id_fkey" FOREIGN KEY ("tenant_id", "attendance_id") REFERENCES "workforce"."attendance"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."geofence_violations" ADD CONSTRAINT "geofence_violations_tenant_id_validation_id_fkey" FOREIGN KEY ("tenant_id", "validation_id") REFERENCES "workforce"."geofence_validations"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."geofence_violations" ADD CONSTRAINT "geofence_violations_tenant_id_site_id_fkey" FOREIGN KEY ("tenant_id", "site_id") REFERENCES "workforce"."sites"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."geofence_violations" ADD CONSTRAINT "geofence_violations_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "workforce"."agents"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."geofence_violations" ADD CONSTRAINT "geofence_violations_tenant_id_shift_id_fkey" FOREIGN KEY ("tenant_id", "shift_id") REFERENCES "workforce"."shifts"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workforce"."geofence_violations" ADD CONSTRAINT "geofence_violations_tenant_id_acknowledged_by_id_fkey" FOREIGN KEY ("tenant_id", "acknowledged_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Beyond Prisma: checks, exclusions, partial indexes, partitions, places on a map, what live views follow

ALTER TABLE "workforce"."agents"
  ADD CONSTRAINT "agents_hours_check" CHECK (max_weekly_hours BETWEEN 1 AND 168 AND min_rest_hours BETWEEN 0 AND 48),
  ADD CONSTRAINT "agents_home_check" CHECK (
    (home_latitude IS NULL) = (home_longitude IS NULL)
    AND home_latitude BETWEEN -90 AND 90 AND home_longitude BETWEEN -180 AND 180
  );
ALTER TABLE "workforce"."agent_certifications"
  ADD CONSTRAINT "agent_certifications_period_check" CHECK (expires_on >= issued_on);
ALTER TABLE "workforce"."agent_positions"
  ADD CONSTRAINT "agent_positions_position_check" CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180),
  ADD CONSTRAINT "agent_positions_accuracy_check" CHECK (accuracy >= 0);
ALTER TABLE "workforce"."clients"
  ADD CONSTRAINT "clients_contact_email_check" CHECK (contact_email = lower(contact_email));
ALTER TABLE "workforce"."client_requests"
  ADD CONSTRAINT "client_requests_assignee_check" CHECK (status NOT IN ('ASSIGNED', 'IN_PROGRESS') OR assigned_to_id IS NOT NULL),
  ADD CONSTRAINT "client_requests_resolved_check" CHECK (status NOT IN ('RESOLVED', 'CLOSED') OR resolved_at IS NOT NULL);
ALTER TABLE "workforce"."sites"
  ADD CONSTRAINT "sites_position_check" CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180),
  ADD CONSTRAINT "sites_geofence_radius_check" CHECK (geofence_radius BETWEEN 1 AND 100000),
  ADD CONSTRAINT "sites_geofence_polygon_check" CHECK (
    CASE jsonb_typeof(geofence_polygon) WHEN 'array' THEN jsonb_array_length(geofence_polygon) BETWEEN 3 AND 500 ELSE geofence_polygon IS NULL END
  );
ALTER TABLE "workforce"."geofence_validations"
  ADD CONSTRAINT "geofence_validations_position_check" CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180),
  ADD CONSTRAINT "geofence_validations_metres_check" CHECK (accuracy >= 0 AND distance >= 0);
ALTER TABLE "workforce"."geofence_violations"
  ADD CONSTRAINT "geofence_violations_distance_check" CHECK (distance > 0),
  ADD CONSTRAINT "geofence_violations_acknowledged_check" CHECK ((status = 'OPEN') = (acknowledged_at IS NULL)),
  ADD CONSTRAINT "geofence_violations_acknowledger_check" CHECK ((acknowledged_at IS NULL) = (acknowledged_by_id IS NULL));
ALTER TABLE "workforce"."shifts"
  ADD CONSTRAINT "shifts_period_check" CHECK (end_time > start_time AND end_time <= start_time + interval '24 hours'),
  ADD CONSTRAINT "shifts_agent_check" CHECK (status IN ('SCHEDULED', 'CANCELLED') OR agent_id IS NOT NULL);
ALTER TABLE "workforce"."shift_assignments"
  ADD CONSTRAINT "shift_assignments_score_check" CHECK (score BETWEEN 0 AND 100);
ALTER TABLE "workforce"."time_off_requests"
  ADD CONSTRAINT "time_off_requests_period_check" CHECK (ends_on BETWEEN starts_on AND starts_on + 366),
  ADD CONSTRAINT "time_off_requests_decision_check" CHECK (
    (status IN ('APPROVED', 'REJECTED')) <= (decided_at IS NOT NULL) AND (decided_at IS NULL) = (decided_by_id IS NULL)
  );
ALTER TABLE "workforce"."attendance"
  ADD CONSTRAINT "attendance_clock_out_check" CHECK (clock_out_time > clock_in_time),
  ADD CONSTRAINT "attendance_status_check" CHECK (
    (status = 'CLOCKED_OUT') = (clock_out_time IS NOT NULL) AND (clock_out_time IS NULL) = (clock_out_method IS NULL)
  ),
  ADD CONSTRAINT "attendance_worked_minutes_check" CHECK (
    worked_minutes IS NULL OR (worked_minutes >= 0 AND clock_out_time IS NOT NULL)
  );
ALTER TABLE "workforce"."location_tracking"
  ADD CONSTRAINT "location_tracking_position_check" CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180),
  ADD CONSTRAINT "location_tracking_ranges_check" CHECK (
    accuracy >= 0 AND speed >= 0 AND heading BETWEEN 0 AND 360 AND battery_level BETWEEN 0 AND 100
  );
ALTER TABLE "workforce"."reports"
  ADD CONSTRAINT "reports_submitted_check" CHECK (status = 'DRAFT' OR submitted_at IS NOT NULL);
-- Only the steps that a report can take; which one it takes is the workflow's to say.
ALTER TABLE "workforce"."report_workflows"
  ADD CONSTRAINT "report_workflows_step_check" CHECK (
    (step::text, coalesce(decision::text, '-'), from_status::text, to_status::text) IN (
      ('SUBMIT', '-', 'DRAFT', 'SUBMITTED'),
      ('REVIEW', '-', 'SUBMITTED', 'UNDER_REVIEW'),
      ('DECISION', 'APPROVED', 'UNDER_REVIEW', 'APPROVED'),
      ('DECISION', 'REJECTED', 'UNDER_REVIEW', 'REJECTED'),
      ('REOPEN', '-', 'REJECTED', 'DRAFT'),
      ('ARCHIVE', '-', 'APPROVED', 'ARCHIVED'),
      ('ARCHIVE', '-', 'REJECTED', 'ARCHIVED')
    )
  );
ALTER TABLE "workforce"."messages"
  ADD CONSTRAINT "messages_one_recipient_check" CHECK (num_nonnulls(recipient_id, recipient_role) = 1),
  ADD CONSTRAINT "messages_content_check" CHECK (
    CASE
      WHEN message_type = 'TEXT' THEN body <> ''
      WHEN message_type = 'LOCATION' THEN latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180
      ELSE media_file_id IS NOT NULL
    END IS TRUE
  );

-- An agent is at one place at a time, also when two assign it in the same moment.
ALTER TABLE "workforce"."shifts" ADD CONSTRAINT "shifts_no_overlap_excl" EXCLUDE USING gist (
  tenant_id WITH =, agent_id WITH =, tstzrange(start_time, end_time) WITH &&
) WHERE (agent_id IS NOT NULL AND status NOT IN ('CANCELLED', 'NO_SHOW'));
ALTER TABLE "workforce"."time_off_requests" ADD CONSTRAINT "time_off_requests_no_overlap_excl" EXCLUDE USING gist (
  tenant_id WITH =, agent_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&
) WHERE (status IN ('PENDING', 'APPROVED'));

CREATE UNIQUE INDEX "shift_assignments_in_force_key" ON "workforce"."shift_assignments" (tenant_id, shift_id)
  WHERE ended_at IS NULL;
CREATE UNIQUE INDEX "attendance_open_key" ON "workforce"."attendance" (tenant_id, agent_id)
  WHERE status IN ('CLOCKED_IN', 'ON_BREAK');

-- Places. The index holds points of the plane (longitude, latitude), which a box around a circle is compared with; who is
-- in the circle is then decided by the distance on the sphere.
CREATE INDEX "sites_position_idx" ON "workforce"."sites"
  USING gist (tenant_id, point(longitude::double precision, latitude::double precision));
CREATE INDEX "agent_positions_position_idx" ON "workforce"."agent_positions"
  USING gist (tenant_id, point(longitude::double precision, latitude::double precision));

-- Metres between two places, degrees in. Haversine (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984)
-- on a sphere of the mean radius of the earth, 6,371,008.8 m (IUGG, R1). Within 0.6 % of the ellipsoid of WGS 84.
CREATE FUNCTION workforce.distance_m(
  latitude_a double precision, longitude_a double precision, latitude_b double precision, longitude_b double precision
) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 2 * 6371008.8 * asin(sqrt(least(1,
    sin(radians(latitude_b - latitude_a) / 2) ^ 2
    + cos(radians(latitude_a)) * cos(radians(latitude_b)) * sin(radians(longitude_b - longitude_a) / 2) ^ 2
  )))
$$;

-- Boxes of points (longitude, latitude) that hold every place within a distance: one, or two where the circle crosses the
-- date line; around a pole all longitudes. After J. P. Matuschek, "Finding Points Within a Distance of a
-- Latitude/Longitude Using Bounding Coordinates". A thousandth wider, so that rounding loses nothing.
CREATE FUNCTION workforce.boxes_around(latitude double precision, longitude double precision, radius_m double precision)
RETURNS SETOF box LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  angle double precision := radius_m * 1.001 / 6371008.8;
  south double precision := latitude - degrees(angle);
  north double precision := latitude + degrees(angle);
  half double precision;
BEGIN
  IF south <= -90 OR north >= 90 THEN
    RETURN NEXT box(point(-180, greatest(south, -90)), point(180, least(north, 90)));
    RETURN;
  END IF;
  half := degrees(asin(least(1, sin(angle) / cos(radians(latitude)))));
  RETURN NEXT box(point(greatest(longitude - half, -180), south), point(least(longitude + half, 180), north));
  IF longitude - half < -180 THEN
    RETURN NEXT box(point(longitude - half + 360, south), point(180, north));
  ELSIF longitude + half > 180 THEN
    RETURN NEXT box(point(-180, south), point(longitude + half - 360, north));
  END IF;
END
$$;

-- Row level security keeps operators that are not leakproof, as those of points are, out of index conditions. So these two
-- look with the owner's rights, in the tenant of the transaction only, and answer with ids and distances: the rows
-- themselves are read by the caller, under its policies. For portal users there is nothing to find.
CREATE FUNCTION workforce.sites_near(latitude double precision, longitude double precision, radius_m double precision)
RETURNS TABLE (id uuid, distance double precision)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT s.id, d.metres
  FROM workforce.boxes_around($1, $2, $3) AS area
  JOIN workforce.sites AS s ON point(s.longitude::double precision, s.latitude::double precision) <@ area
  CROSS JOIN LATERAL (SELECT workforce.distance_m($1, $2, s.latitude::double precision, s.longitude::double precision)) AS d (metres)
  WHERE s.tenant_id = nullif(current_setting('app.current_tenant_id', true), '')::uuid
    AND nullif(current_setting('app.current_portal_user_id', true), '') IS NULL
    AND d.metres <= $3
$$;
CREATE FUNCTION workforce.agents_near(latitude double precision, longitude double precision, radius_m double precision)
RETURNS TABLE (id uuid, distance double precision)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT p.agent_id, d.metres
  FROM workforce.boxes_around($1, $2, $3) AS area
  JOIN workforce.agent_positions AS p ON point(p.longitude::double precision, p.latitude::double precision) <@ area
  CROSS JOIN LATERAL (SELECT workforce.distance_m($1, $2, p.latitude::double precision, p.longitude::double precision)) AS d (metres)
  WHERE p.tenant_id = nullif(current_setting('app.current_tenant_id', true), '')::uuid
    AND nullif(current_setting('app.current_portal_user_id', true), '') IS NULL
    AND d.metres <= $3
$$;
REVOKE ALL ON FUNCTION workforce.sites_near(double precision, double precision, double precision) FROM PUBLIC;
REVOKE ALL ON FUNCTION workforce.agents_near(double precision, double precision, double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workforce.sites_near(double precision, double precision, double precision) TO org_app;
GRANT EXECUTE ON FUNCTION workforce.agents_near(double precision, double precision, double precision) TO org_app;

-- Monthly partitions of the tracks, as those of the audit: from last month to the given number of months ahead, and a
-- default for what falls outside.
CREATE TABLE "workforce"."location_tracking_default" PARTITION OF "workforce"."location_tracking" DEFAULT;
ALTER TABLE "workforce"."location_tracking_default" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."location_tracking_default" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."location_tracking_default" TO org_owner USING (true) WITH CHECK (true);

CREATE FUNCTION workforce.ensure_location_partitions(months_ahead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' AS $$
DECLARE
  first_day date;
  name text;
  made integer := 0;
BEGIN
  IF months_ahead NOT BETWEEN 0 AND 120 THEN
    RAISE EXCEPTION 'months_ahead must be between 0 and 120, not %', months_ahead USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('workforce.location_partitions'));
  FOR i IN -1..months_ahead LOOP
    first_day := date_trunc('month', now())::date + make_interval(months => i);
    name := 'location_tracking_' || to_char(first_day, 'YYYY_MM');
    CONTINUE WHEN to_regclass(format('workforce.%I', name)) IS NOT NULL;
    -- Rows that already lie in the default partition would forbid the new one; they stay where they are.
    CONTINUE WHEN EXISTS (
      SELECT FROM workforce.location_tracking_default
      WHERE "timestamp" >= first_day AND "timestamp" < first_day + interval '1 month'
    );
    EXECUTE format(
      'CREATE TABLE workforce.%I PARTITION OF workforce.location_tracking FOR VALUES FROM (%L) TO (%L)',
      name, first_day::timestamptz, (first_day + interval '1 month')::timestamptz
    );
    EXECUTE format('ALTER TABLE workforce.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE workforce.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_access ON workforce.%I TO org_owner USING (true) WITH CHECK (true)', name);
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;
REVOKE ALL ON FUNCTION workforce.ensure_location_partitions(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workforce.ensure_location_partitions(integer) TO org_worker, org_admin;
SELECT workforce.ensure_location_partitions(12);

-- The policy of retention: a month that is older than so many whole months leaves the table for the archive, which nobody
-- but the owner reads; one that is older than so many is dropped. What lies in the default partition goes row by row.
-- An archived month has no foreign keys any more, so that it holds up no deletion. It waits for locks 5 s at most.
CREATE SCHEMA IF NOT EXISTS "workforce_archive";
CREATE FUNCTION workforce.retire_location_partitions(archive_after_months integer, drop_after_months integer)
RETURNS TABLE (archived integer, dropped integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET lock_timeout = '5s' AS $$
DECLARE
  this_month date := date_trunc('month', now())::date;
  partition record;
  key record;
BEGIN
  IF archive_after_months IS NULL OR drop_after_months IS NULL OR archive_after_months < 1 OR drop_after_months < archive_after_months THEN
    RAISE EXCEPTION 'archive_after_months must be 1 or more, and drop_after_months not less'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('workforce.location_partitions'));
  archived := 0;
  dropped := 0;
  FOR partition IN
    SELECT c.relname AS name, to_date(right(c.relname, 7), 'YYYY_MM') AS month
    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'workforce.location_tracking'::regclass AND c.relname ~ '^location_tracking_\d{4}_\d{2}$'
    ORDER BY c.relname
  LOOP
    CONTINUE WHEN partition.month >= this_month - make_interval(months => archive_after_months);
    EXECUTE format('ALTER TABLE workforce.location_tracking DETACH PARTITION workforce.%I', partition.name);
    FOR key IN
      SELECT conname FROM pg_constraint WHERE conrelid = format('workforce.%I', partition.name)::regclass AND contype = 'f'
    LOOP
      EXECUTE format('ALTER TABLE workforce.%I DROP CONSTRAINT %I', partition.name, key.conname);
    END LOOP;
    EXECUTE format('ALTER TABLE workforce.%I SET SCHEMA workforce_archive', partition.name);
    archived := archived + 1;
  END LOOP;
  FOR partition IN
    SELECT c.relname AS name, to_date(right(c.relname, 7), 'YYYY_MM') AS month FROM pg_class AS c
    WHERE c.relnamespace = 'workforce_archive'::regnamespace AND c.relname ~ '^location_tracking_\d{4}_\d{2}$' AND c.relkind = 'r'
    ORDER BY c.relname
  LOOP
    CONTINUE WHEN partition.month >= this_month - make_interval(months => drop_after_months);
    EXECUTE format('DROP TABLE workforce_archive.%I', partition.name);
    dropped := dropped + 1;
  END LOOP;
  DELETE FROM workforce.location_tracking_default
  WHERE "timestamp" < this_month - make_interval(months => drop_after_months);
  RETURN NEXT;
END
$$;
REVOKE ALL ON FUNCTION workforce.retire_location_partitions(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workforce.retire_location_partitions(integer, integer) TO org_worker, org_admin;

-- Notes every row that a statement wrote or deleted, and wakes who listens: the payload is the tenant and the id of a
-- change, nothing of its content. An update that moves a row from one agent to another is noted for both.
CREATE FUNCTION workforce.record_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entity_name text := TG_ARGV[0];
  id_column text := coalesce(TG_ARGV[1], 'id');
  written jsonb[] := '{}';
  before jsonb[] := '{}';
  notice record;
BEGIN
  IF TG_OP <> 'DELETE' THEN
    SELECT coalesce(array_agg(to_jsonb(r)), '{}') INTO written FROM new_rows AS r;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    SELECT coalesce(array_agg(to_jsonb(r)), '{}') INTO before FROM old_rows AS r;
  END IF;
  FOR notice IN
    WITH noted AS (
      INSERT INTO workforce.changes
        (tenant_id, transaction_id, entity, entity_id, agent_id, client_id, user_id, other_user_id, audience)
      SELECT DISTINCT
        (r.row ->> 'tenant_id')::uuid,
        pg_current_xact_id()::text::bigint,
        entity_name,
        (r.row ->> id_column)::uuid,
        CASE entity_name WHEN 'Agent' THEN r.row ->> 'id' ELSE r.row ->> 'agent_id' END::uuid,
        coalesce(r.row ->> 'client_id', s.client_id::text)::uuid,
        coalesce(r.row ->> 'sender_id', r.row ->> 'requested_by_id')::uuid,
        coalesce(r.row ->> 'recipient_id', r.row ->> 'assigned_to_id')::uuid,
        (r.row ->> 'recipient_role')::workforce.user_role
      FROM unnest(written || before) AS r (row)
      LEFT JOIN workforce.sites AS s
        ON s.tenant_id = (r.row ->> 'tenant_id')::uuid AND s.id = (r.row ->> 'site_id')::uuid
      RETURNING tenant_id, id
    )
    SELECT tenant_id, max(id::text) AS id FROM noted GROUP BY tenant_id
  LOOP
    PERFORM pg_notify('workforce_changes', notice.tenant_id || ':' || notice.id);
  END LOOP;
  RETURN NULL;
END
$$;
DO $$
DECLARE
  noted record;
BEGIN
  FOR noted IN SELECT * FROM (VALUES
    ('agents', 'Agent', 'id'), ('agent_positions', 'AgentPosition', 'agent_id'), ('sites', 'Site', 'id'),
    ('shifts', 'Shift', 'id'), ('attendance', 'Attendance', 'id'), ('geofence_violations', 'GeofenceViolation', 'id'),
    ('time_off_requests', 'TimeOffRequest', 'id'), ('reports', 'Report', 'id'), ('messages', 'Message', 'id'),
    ('client_requests', 'ClientRequest', 'id')
  ) AS t (name, entity, id_column) LOOP
    EXECUTE format(
      'CREATE TRIGGER changes_insert AFTER INSERT ON workforce.%I REFERENCING NEW TABLE AS new_rows
       FOR EACH STATEMENT EXECUTE FUNCTION workforce.record_changes(%L, %L)', noted.name, noted.entity, noted.id_column);
    EXECUTE format(
      'CREATE TRIGGER changes_update AFTER UPDATE ON workforce.%I REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
       FOR EACH STATEMENT EXECUTE FUNCTION workforce.record_changes(%L, %L)', noted.name, noted.entity, noted.id_column);
    EXECUTE format(
      'CREATE TRIGGER changes_delete AFTER DELETE ON workforce.%I REFERENCING OLD TABLE AS old_rows
       FOR EACH STATEMENT EXECUTE FUNCTION workforce.record_changes(%L, %L)', noted.name, noted.entity, noted.id_column);
  END LOOP;
END
$$;

-- Who has not followed for so long has to load everything anew. In batches by the worker, for all tenants.
CREATE FUNCTION workforce.prune_changes(keep_days integer, batch_size integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  pruned integer;
BEGIN
  IF keep_days IS NULL OR keep_days < 1 OR batch_size IS NULL OR batch_size NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION 'keep_days must be 1 or more, and batch_size between 1 and 100000' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  DELETE FROM workforce.changes WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM workforce.changes WHERE created_at < now() - make_interval(days => keep_days) LIMIT batch_size
  ));
  GET DIAGNOSTICS pruned = ROW_COUNT;
  RETURN pruned;
END
$$;
REVOKE ALL ON FUNCTION workforce.prune_changes(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workforce.prune_changes(integer, integer) TO org_worker, org_admin;

GRANT USAGE ON SCHEMA "workforce" TO org_app, org_admin;

-- workforce.agents: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."agents" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."agents" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."agents" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."agents" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."agents" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."agents" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."agents" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."agents" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."agents" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Agent', 'tenant_id', '');

-- workforce.agent_certifications: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."agent_certifications" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."agent_certifications" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."agent_certifications" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."agent_certifications" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."agent_certifications" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."agent_certifications" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."agent_certifications" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."agent_certifications" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."agent_certifications" FOR EACH ROW EXECUTE FUNCTION core.write_audit('AgentCertification', 'tenant_id', '');

-- workforce.agent_positions: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."agent_positions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."agent_positions" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."agent_positions" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."agent_positions" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."agent_positions" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."agent_positions" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."agent_positions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."agent_positions" TO org_admin;

-- workforce.attendance: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."attendance" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."attendance" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."attendance" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."attendance" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."attendance" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."attendance" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."attendance" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."attendance" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."attendance" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Attendance', 'tenant_id', '');

-- workforce.location_tracking: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."location_tracking" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."location_tracking" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."location_tracking" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."location_tracking" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."location_tracking" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."location_tracking" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT ON "workforce"."location_tracking" TO org_app;
GRANT SELECT, INSERT ON "workforce"."location_tracking" TO org_admin;

-- workforce.qr_codes: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."qr_codes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."qr_codes" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."qr_codes" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."qr_codes" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."qr_codes" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."qr_codes" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."qr_codes" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."qr_codes" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."qr_codes" FOR EACH ROW EXECUTE FUNCTION core.write_audit('QrCode', 'tenant_id', 'code');

-- workforce.qr_code_scans: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."qr_code_scans" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."qr_code_scans" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."qr_code_scans" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."qr_code_scans" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."qr_code_scans" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."qr_code_scans" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT ON "workforce"."qr_code_scans" TO org_app;
GRANT SELECT, INSERT ON "workforce"."qr_code_scans" TO org_admin;

-- workforce.clients: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."clients" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."clients" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."clients" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."clients" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."clients" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."clients" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."clients" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."clients" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."clients" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Client', 'tenant_id', '');

-- workforce.client_requests: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."client_requests" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."client_requests" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."client_requests" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."client_requests" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."client_requests" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."client_requests" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."client_requests" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."client_requests" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."client_requests" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ClientRequest', 'tenant_id', '');

-- workforce.messages: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."messages" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."messages" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."messages" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."messages" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."messages" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."messages" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."messages" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."messages" TO org_admin;

-- workforce.changes: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."changes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."changes" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."changes" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."changes" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."changes" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."changes" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT ON "workforce"."changes" TO org_app;
GRANT SELECT, INSERT ON "workforce"."changes" TO org_admin;

-- workforce.report_templates: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."report_templates" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."report_templates" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."report_templates" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."report_templates" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."report_templates" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."report_templates" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."report_templates" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."report_templates" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."report_templates" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ReportTemplate', 'tenant_id', '');

-- workforce.reports: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."reports" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."reports" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."reports" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."reports" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."reports" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."reports" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."reports" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."reports" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."reports" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Report', 'tenant_id', '');

-- workforce.report_workflows: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."report_workflows" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."report_workflows" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."report_workflows" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."report_workflows" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."report_workflows" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."report_workflows" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT ON "workforce"."report_workflows" TO org_app;
GRANT SELECT, INSERT ON "workforce"."report_workflows" TO org_admin;

-- workforce.shifts: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."shifts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."shifts" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."shifts" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."shifts" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."shifts" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."shifts" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."shifts" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."shifts" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."shifts" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Shift', 'tenant_id', '');

-- workforce.shift_assignments: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."shift_assignments" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."shift_assignments" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."shift_assignments" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."shift_assignments" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."shift_assignments" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."shift_assignments" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."shift_assignments" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."shift_assignments" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."shift_assignments" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ShiftAssignment', 'tenant_id', '');

-- workforce.time_off_requests: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."time_off_requests" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."time_off_requests" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."time_off_requests" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."time_off_requests" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."time_off_requests" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."time_off_requests" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."time_off_requests" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."time_off_requests" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."time_off_requests" FOR EACH ROW EXECUTE FUNCTION core.write_audit('TimeOffRequest', 'tenant_id', '');

-- workforce.sites: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."sites" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."sites" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."sites" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."sites" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."sites" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."sites" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."sites" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."sites" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."sites" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Site', 'tenant_id', '');

-- workforce.geofence_validations: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."geofence_validations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."geofence_validations" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."geofence_validations" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."geofence_validations" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."geofence_validations" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."geofence_validations" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT ON "workforce"."geofence_validations" TO org_app;
GRANT SELECT, INSERT ON "workforce"."geofence_validations" TO org_admin;

-- workforce.geofence_violations: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "workforce"."geofence_violations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "workforce"."geofence_violations" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "workforce"."geofence_violations" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "workforce"."geofence_violations" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "workforce"."geofence_violations" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "workforce"."geofence_violations" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."geofence_violations" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "workforce"."geofence_violations" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "workforce"."geofence_violations" FOR EACH ROW EXECUTE FUNCTION core.write_audit('GeofenceViolation', 'tenant_id', '');
