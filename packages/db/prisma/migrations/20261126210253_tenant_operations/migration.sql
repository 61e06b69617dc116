-- CreateEnum
CREATE TYPE "core"."tenant_operation_kind" AS ENUM ('EXPORT', 'IMPORT', 'ERASURE');

-- CreateTable
CREATE TABLE "core"."tenant_operations" (
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "kind" "core"."tenant_operation_kind" NOT NULL,
    "subject_id" UUID NOT NULL,
    "slug" VARCHAR(63) NOT NULL,
    "actor" VARCHAR(180) NOT NULL,
    "reason" VARCHAR(500) NOT NULL,
    "progress" JSONB NOT NULL DEFAULT '{}',
    "certificate" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "tenant_operations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tenant_operations_subject_id_kind_idx" ON "core"."tenant_operations"("subject_id", "kind");

-- core.tenant_operations: isolation, rights, audit, encryption (derived from the schema's annotations)
GRANT SELECT, INSERT ON "core"."tenant_operations" TO org_admin;
