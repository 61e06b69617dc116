DROP FUNCTION core.prune_login_rates();
DROP FUNCTION core.prune_webhooks(integer, integer);
DROP FUNCTION core.tenants_with_due_webhooks();
DROP FUNCTION core.count_login(bytea, integer, double precision);
DROP TABLE "core"."login_rates";
ALTER TABLE "core"."notifications"
  DROP COLUMN "attempts",
  DROP COLUMN "next_attempt_at",
  DROP COLUMN "failed_at",
  DROP COLUMN "last_error";
