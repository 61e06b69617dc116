-- Data is lost: when and why the last pull failed, and when the next is due. The integrations stay.
DROP INDEX "core"."integrations_due_idx";
ALTER TABLE "core"."integrations"
  DROP CONSTRAINT "integrations_sync_failures_check",
  DROP COLUMN "last_error",
  DROP COLUMN "next_sync_at",
  DROP COLUMN "sync_failures",
  DROP COLUMN "sync_lease_until";
