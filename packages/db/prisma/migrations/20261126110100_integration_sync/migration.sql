-- A tenant has a handful of integrations:
-- orgdb:allow check-validated A small table.
-- orgdb:allow index-blocks-writes A small table.

-- AlterTable
ALTER TABLE "core"."integrations" ADD COLUMN     "last_error" VARCHAR(500),
ADD COLUMN     "next_sync_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "sync_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sync_lease_until" TIMESTAMPTZ(3);

ALTER TABLE "core"."integrations" ADD CONSTRAINT "integrations_sync_failures_check" CHECK (sync_failures >= 0);

-- The worker looks for what is due, and for nothing else.
CREATE INDEX "integrations_due_idx" ON "core"."integrations" (tenant_id, next_sync_at) WHERE status = 'ACTIVE';
