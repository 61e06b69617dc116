-- For the lists of workforce in the order of creation. Built without blocking writes, so each statement commits by itself.
CREATE INDEX CONCURRENTLY "reports_created_at_idx" ON "workforce"."reports"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "client_requests_created_at_idx" ON "workforce"."client_requests"("tenant_id", "created_at", "id");

-- Messages to everybody of a role: which one is compared past the index, as row level security wants it.
CREATE INDEX CONCURRENTLY "messages_to_roles_idx" ON "workforce"."messages" (tenant_id, created_at, id)
  WHERE recipient_role IS NOT NULL;
