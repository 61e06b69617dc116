-- What gateways have still to send. Built without blocking writes.
CREATE INDEX CONCURRENTLY "notifications_due_idx" ON "core"."notifications" (tenant_id, next_attempt_at)
  WHERE channel <> 'IN_APP' AND delivered_at IS NULL AND failed_at IS NULL;
