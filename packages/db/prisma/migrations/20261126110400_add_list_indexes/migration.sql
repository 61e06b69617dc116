-- For the lists of core and commerce. Built without blocking writes, so each statement commits by itself.
CREATE INDEX CONCURRENTLY "activities_tenant_id_occurred_at_id_idx" ON "commerce"."activities"("tenant_id", "occurred_at", "id");
CREATE INDEX CONCURRENTLY "call_plans_tenant_id_planned_on_id_idx" ON "commerce"."call_plans"("tenant_id", "planned_on", "id");
CREATE INDEX CONCURRENTLY "compliance_filings_tenant_id_period_start_id_idx" ON "commerce"."compliance_filings"("tenant_id", "period_start", "id");
CREATE INDEX CONCURRENTLY "lists_tenant_id_name_id_idx" ON "commerce"."lists"("tenant_id", "name", "id");
CREATE INDEX CONCURRENTLY "price_list_entries_tenant_id_valid_from_id_idx" ON "commerce"."price_list_entries"("tenant_id", "valid_from", "id");
CREATE INDEX CONCURRENTLY "tasks_tenant_id_created_at_id_idx" ON "commerce"."tasks"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "api_keys_tenant_id_created_at_id_idx" ON "core"."api_keys"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "media_files_tenant_id_created_at_id_idx" ON "core"."media_files"("tenant_id", "created_at", "id");
